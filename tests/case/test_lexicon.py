"""A party by the name on its page is the party, wherever its id may stand."""

from pathlib import Path

import pytest
from changed import changed, read

from detente.case import open_case
from detente.errors import InputError

FIRST = "packages/first.yaml"
LONG = ("case.yaml", "name: Borvia", "name: Republic of Borvia")


def test_names_stand_for_ids_everywhere(tmp_path: Path) -> None:
    plain = read(tmp_path)
    (tmp_path / "named").mkdir()
    named = read(
        tmp_path / "named",
        LONG,
        ("case.yaml", "target: BO", "target: Republic of Borvia"),
        ("case.yaml", "peace: {AL:", "peace: {Aldea:"),
        ("case.yaml", "worth: {BO: E01, AL", "worth: {republic of  borvia: E01, ALDEA"),
        ("case.yaml", "issuer: AL", "issuer: Aldea"),
        ("case.yaml", "harm: {AL: 0.1}", "harm: {Aldea: 0.1}"),
        ("case.yaml", "- party: AL", "- party: Aldea"),
        ("case.yaml", "pre_war:\n  BO:", "pre_war:\n  Republic of Borvia:"),
        (FIRST, "signatories: [AL, BO, CA]", "signatories: [Aldea, Republic of Borvia, Cassia]"),
        (FIRST, "verified_by: [CA]", "verified_by: [Cassia]"),
        (FIRST, "deciders: [AL, CA]", "deciders: [Aldea, Cassia]"),
        (FIRST, "guarantor: CA", "guarantor: Cassia"),
        (FIRST, "{article: Art. 7, party: BO", "{article: Art. 7, party: Republic of Borvia"),
        ("deeds.csv", ",BO,", ",Republic of Borvia,"),
        ("record/2025-01-10-S1.md", "party: BO", "party: Republic of Borvia"),
    )
    assert named.packages == plain.packages
    assert named.world.measures == plain.world.measures
    assert (named.world.peace, named.world.pre_war) == (plain.world.peace, plain.world.pre_war)
    assert named.world.red_lines == plain.world.red_lines
    assert [row for row, _ in named.deeds] == [row for row, _ in plain.deeds]
    assert [r.head for r in named.remarks] == [r.head for r in plain.remarks]


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([("case.yaml", "peace: {AL: E03", "peace: {AL: E03, Aldea: 1")], "are one party"),
        ([(FIRST, "deciders: [AL, CA]", "deciders: [AL, Aldea]")], '"AL" is given 2 times'),
        (
            [("case.yaml", "name: Cassia", "name: Aldea"), (FIRST, "[AL, BO, CA]", "[Aldea, BO]")],
            'no party "Aldea"',
        ),
    ],
)
def test_one_party_under_two_names_or_two_under_one(
    edits: list[tuple[str, str, str]], told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        open_case(str(changed(tmp_path, *edits)))
    assert told in str(caught.value)


def test_a_problem_under_a_name_has_its_own_line(tmp_path: Path) -> None:
    edit = (
        "case.yaml",
        "worth: {BO: E01, AL: 0.05}",
        "worth:\n      Aldea: 0.05\n      Borvia: E09",
    )
    with pytest.raises(InputError) as caught:
        open_case(str(changed(tmp_path, edit)))
    assert str(caught.value).startswith("case.yaml:31: measures.oil-embargo.worth.BO: no estimate")
