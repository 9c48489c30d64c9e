"""Puts the analyst's claims to everything the rooms above have found.

All tests true: the claim holds. One false: it fails. Otherwise it is undecided: a number is not in
the result, or a difference is within the test's margin. Nothing but the numbers decides.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from detente.case.claim_path import parse, unreadable
from detente.case.hints import spell
from detente.case.ledger import Claim
from detente.claims.compare import Outcome, compare
from detente.claims.model import Finding, Scalar, Verdict
from detente.claims.path import follow, scalar
from detente.errors import InputError, Place, Problem


def decide(claims: Sequence[Claim], result: Mapping[str, Any]) -> tuple[Verdict, ...]:
    """The verdict on each claim; raises InputError with every path that cannot be read.

    `result` is the brief as plain data: mappings, lists, numbers and words.
    """
    problems = [
        Problem(Place("claims.yaml"), f"{spell(path)}: {reason}", remedy)
        for path, reason, remedy in unreadable(claims)
    ]
    if problems:
        raise InputError(problems)
    return tuple(_verdict(claim, result) for claim in claims)


def _verdict(claim: Claim, result: Mapping[str, Any]) -> Verdict:
    outcomes = [compare(test, result) for test in claim.tests]
    numbers: dict[str, Scalar] = {}
    for outcome in outcomes:
        numbers |= outcome.numbers
    numbers |= {path: scalar(follow(result, parse(path))) for path in claim.show}
    finding = _finding(outcomes)
    return Verdict(
        id=claim.id,
        claim=claim.claim,
        verdict=finding,
        numbers=numbers,
        words=_words(finding, outcomes),
        limits=claim.limits,
    )


def _finding(outcomes: Sequence[Outcome]) -> Finding:
    truths = {outcome.truth for outcome in outcomes}
    if "false" in truths:
        return "fails"
    return "holds" if truths == {"true"} else "undecided"


def _words(finding: Finding, outcomes: Sequence[Outcome]) -> str:
    """The comparison that decided: the widest miss, the narrowest success, the first doubt."""
    if not outcomes:
        return "Undecided: no test is written for it."
    if finding == "fails":
        decisive = max((o for o in outcomes if o.truth == "false"), key=lambda o: o.closeness)
        return f"Fails: {decisive.words}."
    if finding == "undecided":
        return f"Undecided: {next(o for o in outcomes if o.truth == 'undecided').words}."
    closest = min(outcomes, key=lambda outcome: outcome.closeness)
    if len(outcomes) == 1:
        return f"Holds: {closest.words}."
    counts = "both" if len(outcomes) == 2 else f"all {len(outcomes)}"
    return f"Holds on {counts} counts, most narrowly: {closest.words}."
