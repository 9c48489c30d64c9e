"""Iran 2015: the README quotes the engine, row by row and in its prose."""

from episodes import CASES, found, unwrapped
from jcpoa import NAME, PACKAGES, cause, held, life, mean, slack_of_iran

from detente.answers.futures import claims_answer


def short(number: float) -> str:
    """Two places without the zero before the point, as the README writes them."""
    return f"{number:.2f}".removeprefix("0")


def least_slack(name: str) -> str:
    return short(float(slack_of_iran(name).min()))


def tempting(name: str) -> str:
    """What Iran would do in the month of its least slack."""
    game = held(name).game
    iran, month = game.parties.index("IR"), slack_of_iran(name).argmin()
    return game.breaches[held(name).played.worst[0, month, iran]][1]


def told(name: str) -> dict[str, str]:
    """A column of the README's table: what is measured, and the figure for one package."""
    it = held(name)
    low, high = (float(end[40]) for end in life(name).band(life(name).alive, 0.90))
    windfall = it.windfall[0, it.game.parties.index("IR")]
    site = f" ({tempting(name)} site)" if name == "jcpoa" else ""
    return {
        "holds at the mode": "yes" if it.holds[0] else "no",
        "P(holds)": short(it.holds[1:].mean()),
        "alive at month 6 / 12 / 24": " / ".join(short(mean(name, month)) for month in (6, 12, 24)),
        "alive at month 40 [90 %]": f"{short(mean(name, 40))} [{short(low)}, {short(high)}]",
        "alive at month 120": short(mean(name, 120)),
        "ended by the US without a breach, by month 40": short(cause(name, "US ends it", 40)),
        "snapped for a breach by Iran, by month 40": short(cause(name, "breach by IR", 40)),
        "least slack of Iran, at the mode": least_slack(name) + site,
        "windfall of Iran": f"{windfall:.1f}",
    }


def test_the_readme_quotes_the_engine():
    """Every row of its table, and no row that the engine does not give."""
    columns = [told(name) for name in PACKAGES]
    rows = [" | ".join([row, *(column[row] for column in columns)]) for row in columns[0]]
    readme = (CASES / NAME / "README.md").read_text(encoding="utf-8")
    assert "(seed 1, 2,000 draws;" in readme
    table = readme.partition("| | jcpoa | treaty | escrow |\n|---|---|---|---|\n")[2]
    assert [f"| {row} |" for row in rows] == table.partition("\n\n")[0].splitlines()


def test_so_does_its_prose():
    by_us, by_iran = cause("jcpoa", "US ends it", 120), cause("jcpoa", "breach by IR", 120)
    alarm = cause("jcpoa", "false alarm", 120)
    at_12, at_24, at_60 = (mean("jcpoa", month) for month in (12, 24, 60))
    brier = ((1 - at_12) ** 2 + (1 - at_24) ** 2 + at_60**2) / 3
    exits = " / ".join(short(cause("jcpoa", "US ends it", month)) for month in (34, 40))
    early, late = (short(cause(name, "breach by IR", 40)) for name in ("escrow", "jcpoa"))
    readme = unwrapped(NAME)
    for words in (
        f"breach ({short(by_us)}), twice as likely as a breach by Iran ({short(by_iran)})",
        f"least slack rises from {least_slack('jcpoa')} to {least_slack('treaty')}:",
        f"{early} instead of {late} by month 40",
        f"| {short(mean('jcpoa', 6))} alive at month 6 |",
        f"by month 34 / 40 | {exits} |",
        f"before month 36, US in | {short(cause('jcpoa', 'breach by IR', 36))} |",
        f"alive at month 40 | {short(mean('jcpoa', 40))} |",
        f"| {short(by_iran + alarm)} (breach {short(by_iran)}, false alarm {short(alarm)}) |",
        f"(it was, was, was not): {short(brier)};",
    ):
        assert words in readme


def test_the_claims_are_decided():
    claims = claims_answer(found(NAME)).data["claims"]
    verdicts = {claim["id"]: claim["verdict"] for claim in claims}
    assert verdicts.pop("J4") == "undecided"
    assert verdicts == dict.fromkeys(("J1", "J2", "J3", "J5"), "holds")
    assert "(J2) holds, but only just" in unwrapped(NAME)
