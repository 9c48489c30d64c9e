"""Is a package sound, would it hold, and what would."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from detente.answers.verb import Package, Told, Without, verb

if TYPE_CHECKING:
    from detente.answers.model import Answer
    from detente.findings import Findings

GoalName = Literal[
    "least-relief",
    "most-slack",
    "most-survival",
    "least-windfall",
    "least-crossing",
    "repair",
    "frontier",
]

One = Annotated[
    str,
    Told("one package; needed if the case has several", show="NAME", short="p", option="package"),
]
Start = Annotated[
    str,
    Told(
        "package to start from; the outlook's if not given",
        show="NAME",
        short="p",
        option="package",
    ),
]


@verb("Flaws", "check alaska-2025 --package blanket", draws=2)
def check(findings: "Findings", package: Package = "") -> "Answer":
    """Flaws of every package, each with the shortest story of how it goes wrong and a remedy.

    A check leaves nothing to chance: it gives the same with any seed and any draws.
    """
    from detente.answers.check import check_answer

    return check_answer(findings, package)


@verb(
    "Mended",
    "check alaska-2025 --package blanket --apply",
    of="check",
    by="apply",
    draws=2,
    writes=True,
)
def mend(
    findings: "Findings",
    package: One = "",
    new_name: Annotated[
        str, Told("name of the new package; PACKAGE-mended if not given", show="NAME", option="as")
    ] = "",
    out: Annotated[
        Path | None, Told("folder to write into; the case's packages if not given", show="DIR")
    ] = None,
) -> "Answer":
    """Write the package with its mechanical remedies beside the old one."""
    from detente.answers.check import apply_answer

    return apply_answer(findings, package, new_name, out)


@verb("Would it hold", "hold alaska-2025 --package modular --why RU@14")
def hold(findings: "Findings", package: Package = "", without: Without = ()) -> "Answer":
    """Would it hold: slack by party and month, what breaks first, survival, windfall, reward.

    Money is in EUR bn; months count from signature; P(holds) and survival are probabilities.
    """
    from detente.answers.hold import hold_answer

    findings.take_out(without)
    return hold_answer(findings, package)


@verb("Why", "hold alaska-2025 --why RU@14", of="hold", by="question")
def why(
    findings: "Findings",
    question: Annotated[
        str,
        Told(
            "the ledger of one decision, in EUR bn; months from signature",
            show="PARTY@MONTH",
            option="why",
        ),
    ],
    package: Package = "",
    without: Without = (),
) -> "Answer":
    """The ledger of one decision: what complying is made of, and what cheating."""
    from detente.answers.hold import why_answer

    findings.take_out(without)
    return why_answer(findings, package, question)


@verb("What is known since", "hold alaska-2025 --given alive@12", of="hold", by="events")
def given(
    findings: "Findings",
    events: Annotated[
        tuple[str, ...],
        Told(
            "what was seen since, in months from signature: alive@12, no-breach-detected@8, "
            "breach-detected:RU:grey-zone@3; repeat",
            show="EVENT",
            option="given",
        ),
    ],
    package: Package = "",
    without: Without = (),
) -> "Answer":
    """Survival from what has been seen since signature."""
    from detente.answers.given import given_answer

    findings.take_out(without)
    return given_answer(findings, package, events)


@verb("What each part is worth", "hold alaska-2025 --parts", of="hold", by="parts")
def parts(findings: "Findings", package: Package = "", without: Without = ()) -> "Answer":
    """What each part is worth, in EUR bn and in chance to survive, and to whom."""
    from detente.answers.hold import parts_answer

    findings.take_out(without)
    return parts_answer(findings, package)


@verb("What would turn it", "hold alaska-2025 --flips", of="hold", by="flips")
def flips(findings: "Findings", package: Package = "", without: Without = ()) -> "Answer":
    """The numbers that the answer hangs on."""
    from detente.answers.hold import flips_answer

    findings.take_out(without)
    return flips_answer(findings, package)


@verb("What would hold", 'design alaska-2025 --drop "EU:no-normalisation-before-withdrawal"')
def design(
    findings: "Findings",
    package: Start = "",
    goal: Annotated[
        GoalName, Told("what to look for: money in EUR bn, survival as a probability")
    ] = "least-relief",
    drop: Annotated[tuple[str, ...], Told("give up a red line; repeat", show="PARTY:LINE")] = (),
    bound: Annotated[
        tuple[str, ...],
        Told("bounds on a final opening, shares in [0, 1]; repeat", show="VALVE=LOW..HIGH"),
    ] = (),
    robust: Annotated[
        float | None,
        Told("the worst share of the draws, in (0, 1), must hold on average", show="SHARE"),
    ] = None,
    at: Annotated[
        int, Told("month at which survival counts, from signature", least=1, most=240)
    ] = 24,
    modules: Annotated[
        Literal["keep", "choose"],
        Told("keep the modules, or choose which to have and in which order"),
    ] = "keep",
    vary: Annotated[
        tuple[str, ...], Told("a number to set along with the openings; repeat", show="NUMBER")
    ] = (),
    parties: Annotated[
        str, Told("two parties whose bargaining points goal frontier adds", show="A,B")
    ] = "",
    seconds: Annotated[
        float, Told("time limit of a search, in seconds", least=1, most=3600)
    ] = 60.0,
    save: Annotated[
        str, Told("write the package found into the case under this name", show="NAME", own=True)
    ] = "",
    point: Annotated[int, Told("which point of a frontier to save, from 1; 0 is none")] = 0,
) -> "Answer":
    """What would hold within the red lines, and what each red line costs, in EUR bn."""
    from detente.answers.design import Ask, design_answer
    from detente.design.bounds import bound_of
    from detente.design.proposal import Question

    question = Question(
        drop=tuple(drop),
        bounds=tuple(bound_of(words) for words in bound),
        robust=robust,
        at=at,
        choose=modules == "choose",
        seconds=seconds,
        vary=tuple(vary),
    )
    return design_answer(findings, package, goal, Ask(question, parties, save, point))


@verb("The machine", "export alaska-2025 --package blanket --to dot", draws=None)
def export(
    findings: "Findings",
    package: One = "",
    to: Annotated[str, Told("prism, json, efg or dot", show="FORMAT")] = "prism",
    months: Annotated[
        int | None, Told("stop after so many months; all if not given, 1 for efg", show="N")
    ] = None,
    out: Annotated[Path | None, Told("file to write; stdout if not given", show="FILE")] = None,
) -> "Answer":
    """The machine of one package for Storm and PRISM, as JSON, for Gambit, or as a picture."""
    from detente.answers.export import export_answer

    return export_answer(findings, package, to, months, out)


@verb("Two packages", "brief alaska-2025 --compare blanket modular", of="brief", by="packages")
def compare(
    findings: "Findings",
    packages: Annotated[
        tuple[str, str],
        Told("set two packages side by side, clause by clause", show="P1 P2", option="compare"),
    ],
) -> "Answer":
    """Two packages side by side, clause by clause."""
    from detente.answers.compare import compare_answer

    return compare_answer(findings, *packages)


@verb("The brief", "brief alaska-2025 --out out/alaska --format pdf")
def brief(
    findings: "Findings",
    out: Annotated[
        Path | None,
        Told("folder to write into; out/CASE if not given", show="DIR", usual="out/{case}"),
    ] = None,
    formats: Annotated[
        tuple[str, ...],
        Told(
            "also write md, docx or pdf; html and json always come; repeat",
            option="format",
            own=True,
        ),
    ] = (),
) -> "Answer":
    """Everything about a case: a desk note here, brief.html and brief.json in a folder."""
    from detente.answers.note import note_answer

    return note_answer(findings, out, formats)
