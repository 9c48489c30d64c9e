"""The files that ship are sound; what a user writes wrongly is refused with place and remedy."""

from pathlib import Path

import pytest

import detente.law
from detente.errors import InputError
from detente.law import Law, describe, load_law

MEASURE = """\
measures:
  - measure: try-me
    title: A measure of one's own
    target: RU
    holder: EU
    body: eu-council
    vote: unanimity
    reversible: yes
    default: open
    legal: A law
    source: A test
    evidence: unchecked
    rules:
      - {act: ease, since: 2020-02-01, until: 2024-12-31}
      - {act: ease, since: 2025-01-01}
"""


def refusal(folder: Path, text: str) -> list[str]:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_law(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_the_room_exports_six_names() -> None:
    assert detente.law.__all__ == [
        "Law",
        "Rule",
        "can_block",
        "describe",
        "holds_power",
        "load_law",
    ]


def test_every_rule_has_a_source_a_place_and_a_sentence(law: Law) -> None:
    for rule in law:
        assert rule.source
        assert rule.legal
        assert rule.place.line
        assert describe(rule).startswith(rule.body().name)


def test_ids_are_unique(law: Law) -> None:
    ids = [rule.id for rule in law]
    assert len(set(ids)) == len(ids)


def test_nothing_is_renewed_before_it_exists(law: Law) -> None:
    begun = {
        m: min(r.since for r in law.all(m, "ease")) for m in law.measures if law.all(m, "ease")
    }
    early = [r.id for r in law if r.act == "renew" and r.since < begun[r.measure]]
    assert early == []


def test_the_valves_of_the_russia_file_are_all_there(law: Law) -> None:
    expected = {
        "us-eo14024-banks",
        "us-eo14024-oil-majors",
        "us-caatsa-216",
        "us-caatsa-231",
        "us-sovereign-debt-directive-1a",
        "us-central-bank-directive-4",
        "us-petroleum-services",
        "us-gl-8-energy-payments",
        "us-gl-oil-at-sea",
        "us-pntr",
        "us-oil-import-ban",
        "us-uranium-ban",
        "us-export-controls",
        "eu-833",
        "eu-833-swift",
        "eu-833-oil",
        "eu-833-anti-circumvention",
        "eu-269-listings",
        "eu-692-crimea",
        "eu-263-occupied-areas",
        "eu-central-bank-assets",
        "eu-era-loans",
        "eu-gas",
        "oil-price-cap",
        "eu-new-package",
        "uk-russia-regs",
        "eu-aviation",
        "us-aviation",
    }
    assert expected <= set(law.measures)


def test_cash_that_has_left_does_not_come_back(law: Law) -> None:
    kept = {rule.measure for rule in law if rule.reversible == "until-cash-leaves"}
    assert {"eu-central-bank-assets", "us-central-bank-directive-4", "eu-era-loans"} <= kept


def test_a_folder_of_ones_own_stands_beside_what_ships(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(MEASURE, encoding="utf-8")
    law = load_law(tmp_path)
    assert {"try-me", "eu-833"} <= set(law.measures)
    assert law.all("try-me", "ease")[1].place.line == 15


def test_a_folder_without_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no law file; give a folder"):
        load_law(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "until: 2024-12-31",
            "until: 2025-06-30",
            'own.yaml:15: "try-me" ease from 2025-01-01 overlaps the one from 2020-02-01 to '
            "2025-06-30 at own.yaml:14; let the earlier one end the day before the later one "
            "begins",
        ),
        (
            ", until: 2024-12-31",
            "",
            'own.yaml:15: "try-me" ease from 2025-01-01 overlaps the one from 2020-02-01 to '
            "without end at own.yaml:14; let the earlier one end the day before the later one "
            "begins",
        ),
        (
            "since: 2025-01-01",
            "since: 2025-01-01, clock_days: -3",
            "own.yaml:15: measures[0].rules[1].clock_days: a clock of -3 days runs backwards; "
            "write 0 or more",
        ),
        (
            "vote: unanimity",
            "vote: unanimous",
            'own.yaml:7: measures[0].vote: "unanimous" is not a choice; did you mean "unanimity"?',
        ),
        (
            "    legal: A law\n",
            "",
            'own.yaml:2: measures[0]: lacks "legal"; add legal:',
        ),
        (
            "    legal: A law\n",
            "    legel: A law\n",
            'own.yaml:10: measures[0]: unknown key "legel"; did you mean "legal"?',
        ),
        (
            "since: 2025-01-01",
            "since: 2025-02-30",
            "own.yaml:15: measures[0].rules[1].since: 2025-02-30 is no day of the calendar",
        ),
        (
            "until: 2024-12-31",
            "until: 2019-12-31",
            "own.yaml:14: measures[0].rules[0]: until 2019-12-31 lies before since 2020-02-01; "
            "swap them or drop until",
        ),
        (
            "default: open",
            'default: open\n    renews: ["31-01"]',
            'own.yaml:10: measures[0].renews[0]: "31-01" is no day of the year; write 31 January '
            'as "01-31"',
        ),
        (
            "body: eu-council",
            "body: eu-counsel",
            'own.yaml:14: "try-me" ease: no body "eu-counsel"; did you mean "eu-council"?',
        ),
        (
            "holder: EU",
            "holder: US",
            'own.yaml:14: "try-me" ease: held by US, but "eu-council" is a body of EU; '
            "name the holder's own body",
        ),
        (
            "body: eu-council\n    vote: unanimity",
            "body: eu-council\n    vote: reverse-veto",
            'own.yaml:14: "try-me" ease: nobody may pull the reverse veto; name them under '
            "initiators:",
        ),
        (
            "default: open",
            "default: open\n    review: us-caatsa-2166",
            'own.yaml:15: "try-me" ease: review names no measure "us-caatsa-2166"; did you mean '
            '"us-caatsa-216"?',
        ),
        (
            "since: 2020-02-01",
            "since: 2010-02-01",
            'own.yaml:14: "try-me" ease: begins 2010-02-01, before eu-council of 2013-07-01; '
            "add the earlier make-up of the body",
        ),
        (
            "    title: A measure of one's own\n",
            "    title: One\n    title: Two\n",
            'own.yaml:4: "title" stands here twice; keep one',
        ),
        (
            "measures:",
            "bodies:\n  - {body: club, party: XX, name: Club, members: [], source: x, "
            "evidence: unchecked}\nmeasures:",
            'own.yaml:2: body "club" has no members; name at least one',
        ),
        (
            "measures:",
            "bodies:\n  - {body: club, party: XX, name: Club, members: [A, B], source: x, "
            "evidence: unchecked, qualified: {members: 3}}\nmeasures:",
            'own.yaml:2: body "club" needs 3 votes and has 2; lower qualified.members or add the '
            "members",
        ),
        (
            "measure: try-me",
            "measure: eu-833",
            'own.yaml:14: "eu-833" ease from 2020-02-01 overlaps the one from 2014-07-31 to '
            "without end",
        ),
    ],
)
def test_what_is_wrong_is_said_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in MEASURE
    found = refusal(tmp_path, MEASURE.replace(old, new))
    assert any(problem.startswith(message) for problem in found), found


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = MEASURE.replace("vote: unanimity", "vote: none").replace("evidence: unchecked", "e: f")
    assert len(refusal(tmp_path, text)) >= 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("measures: [", "own.yaml:1: is not readable YAML ("),
        ("measures:\n  - &a [*a]\n", "own.yaml: "),
        ("- 1\n- 2\n", "own.yaml:1: "),
    ],
)
def test_what_is_no_law_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    assert refusal(tmp_path, text)[0].startswith(message)


def test_a_bomb_of_aliases_is_refused(tmp_path: Path) -> None:
    levels = [f"  a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]" for n in range(8)]
    text = "\n".join(["bombs:", "  a0: &a0 [1, 1]", *levels])
    assert refusal(tmp_path, text) == [
        "own.yaml: cannot be read (more than 100000 values); give a UTF-8 YAML file"
    ]
