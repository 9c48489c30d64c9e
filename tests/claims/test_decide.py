"""Claims against a result: holds, fails, undecided, and how close it was."""

from itertools import pairwise

import pytest
from ledger import claim, result, says

from detente.case import ledger as written
from detente.case import open_case
from detente.claims import decide
from detente.claims.model import Finding

MODULAR, BLANKET = "packages.modular.survival.at.12", "packages.blanket.survival.at.12"
FINDINGS: list[tuple[written.Test, Finding, str]] = [
    (
        says(MODULAR, "above", BLANKET, 0.02),
        "holds",
        f"Holds: {MODULAR} is 0.62, above {BLANKET} (0.41) by 0.21.",
    ),
    (
        says(MODULAR, "below", BLANKET, 0.02),
        "fails",
        f"Fails: {MODULAR} is 0.62, not below {BLANKET} (0.41): it misses by 0.21.",
    ),
    (
        says(MODULAR, "above", 0.6, 0.05),
        "undecided",
        f"Undecided: {MODULAR} is 0.62 against 0.6: 0.02 apart, within the margin 0.05.",
    ),
    (says(MODULAR, "below", 0.6, 0.05), "undecided", "within the margin 0.05."),
    (says("signals.readings[R1].level", "at-least", -1), "holds", "at the very limit."),
    (says("signals.readings[R1].level", "above", -1), "fails", "it misses by 0."),
    (says("signals.readings[R1].level", "at-most", -2), "fails", "it misses by 1."),
    (says(MODULAR, "equal", 0.6, 0.05), "holds", "equal to 0.6: 0.02 apart."),
    (says(MODULAR, "equal", 0.6), "fails", "not equal to 0.6: 0.02 apart."),
    (says(MODULAR, "not-equal", 0.6), "holds", "not equal to 0.6: 0.02 apart."),
    (says("portfolio.verdict", "equal", "hold"), "holds", 'portfolio.verdict is "hold".'),
    (
        says("portfolio.verdict", "equal", "rotate"),
        "fails",
        'Fails: portfolio.verdict is "hold", not "rotate".',
    ),
    (says("portfolio.verdict", "not-equal", "rotate"), "holds", '"hold", not "rotate".'),
    (says("packages.modular.parts[0].holds", "equal", "true"), "holds", 'is "true".'),
    (says("portfolio.verdict", "above", 0.5), "undecided", "cannot be set against 0.5."),
    (says(MODULAR, "equal", "hold"), "undecided", 'cannot be set against "hold".'),
    (says("packages.modular.reward", "above", 0), "undecided", "is not in the result."),
    (says("portfolio.gain", "above", 0), "undecided", "is not in the result."),
    (says(MODULAR, "above", "packages.typo.x"), "undecided", "packages.typo.x is not in"),
    (says("packages.modular.slack.RU", "above", 0), "undecided", "more than one number."),
]


@pytest.mark.parametrize(("test", "finding", "words"), FINDINGS)
def test_one_comparison(test: written.Test, finding: Finding, words: str) -> None:
    verdict = decide([claim(test)], result())[0]
    assert (verdict.verdict, words in verdict.words) == (finding, True), verdict.words


TRUE = says("scenarios.now.hardening.mean", "above", 0.1)
NARROW = says("scenarios.now.hardening.mean", "above", 0.39)
FALSE = says("scenarios.now.freeze.mean", "above", 0.9)
UNKNOWN = says("markets.orders.len", "above", 0)


def test_all_true_holds_one_false_fails_otherwise_undecided() -> None:
    ledger = [
        claim(TRUE, NARROW),
        claim(TRUE, UNKNOWN, FALSE),
        claim(TRUE, UNKNOWN),
        claim(),
    ]
    verdicts = decide(ledger, result())
    assert [v.verdict for v in verdicts] == ["holds", "fails", "undecided", "undecided"]
    assert [v.words for v in verdicts] == [
        "Holds on both counts, most narrowly: scenarios.now.hardening.mean is 0.4, above 0.39"
        " by 0.01.",
        "Fails: scenarios.now.freeze.mean is 0.3, not above 0.9: it misses by 0.6.",
        "Undecided: markets.orders.len is not in the result.",
        "Undecided: no test is written for it.",
    ]


def test_the_verdict_carries_every_number_looked_at_and_its_limits() -> None:
    shown = ("scenarios.likeliest", "packages.modular.slack.RU", "design.verdict")
    verdict = decide([claim(NARROW, UNKNOWN, show=shown, limits="narrow")], result())[0]
    assert verdict.numbers == {
        "scenarios.now.hardening.mean": 0.4,
        "markets.orders.len": None,
        "scenarios.likeliest": "hardening",
        "packages.modular.slack.RU": "0.2, -0.3",
        "design.verdict": None,
    }
    assert (verdict.id, verdict.claim, verdict.limits) == ("C1", "It is so", "narrow")


def test_another_input_another_verdict() -> None:
    """Nothing is hard-coded: the same claim turns as the number crosses its bar."""
    better = claim(says(MODULAR, "above", BLANKET, 0.05))
    findings = []
    for survival in (0.2, 0.40, 0.43, 0.47, 0.9):
        found = result()
        found["packages"]["modular"]["survival"]["at"]["12"] = survival
        findings.append(decide([better], found)[0].verdict)
    assert findings == ["fails", "undecided", "undecided", "holds", "holds"]


def test_the_alaska_ledger_has_all_eighteen_claims_and_knows_nothing_beforehand() -> None:
    claims = open_case("alaska-2025").claims
    assert [claim.id for claim in claims] == [f"C{n}" for n in range(1, 19)]
    for one in claims:
        assert one.tests, f"{one.id} has no test"
        assert one.limits, f"{one.id} does not say what its tests cannot see"
    blank = decide(claims, {})
    assert {verdict.verdict for verdict in blank} == {"undecided"}
    assert all(number is None for verdict in blank for number in verdict.numbers.values())


def test_the_alaska_process_claim_follows_the_scenarios() -> None:
    """C6 holds, is undecided or fails as talks lead, draw level with or trail hardening."""
    process = [one for one in open_case("alaska-2025").claims if one.id == "C6"]
    others = {name: {"mean": 0.1} for name in ("escalation", "freeze", "settlement-holds")}
    findings = []
    for talks in (0.45, 0.31, 0.2):
        now = {**others, "hardening": {"mean": 0.3}, "talks-without-convergence": {"mean": talks}}
        findings.append(decide(process, {"scenarios": {"now": now}})[0].verdict)
    assert findings == ["holds", "undecided", "fails"]


def test_order_of_claims_is_kept() -> None:
    ledger = [claim(TRUE).model_copy(update={"id": f"C{n}"}) for n in (3, 1, 2)]
    assert [verdict.id for verdict in decide(ledger, result())] == ["C3", "C1", "C2"]
    assert all(a.words == b.words for a, b in pairwise(decide(ledger, result())))


@pytest.mark.parametrize(
    ("relation", "at_the_margin", "within", "beyond"),
    [
        ("above", "undecided", "undecided", "holds"),
        ("at-least", "undecided", "undecided", "holds"),
        ("below", "undecided", "undecided", "fails"),
        ("at-most", "undecided", "undecided", "fails"),
        ("equal", "holds", "holds", "fails"),
        ("not-equal", "fails", "fails", "holds"),
    ],
)
def test_a_margin_counts_itself_and_nothing_beyond(
    relation: written.Relation, at_the_margin: Finding, within: Finding, beyond: Finding
) -> None:
    """R1 stands at -1, two above -3: that margin, and a hair to each side of it."""
    expected = {2.0: at_the_margin, 2.001: within, 1.999: beyond}
    for margin, finding in expected.items():
        asked = claim(says("signals.readings[R1].level", relation, -3, margin))
        assert decide([asked], result())[0].verdict == finding
