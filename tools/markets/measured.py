"""The two shipped tables of estimates made again, byte for byte, from a folder of market data.

`sensitivities.csv`: abnormal returns on the days of events; returns regressed on the odds of a
prediction market, once to 27 February 2026 and once again on the odds that are in the data, which
end in January. `correlations.csv`: volatility and correlation of weekly log returns.

Some rows are *carried* from our earlier estimates: what they rest on is not in the folder, and
their source says so. Moscow shares in 2022 (prices begin that January), VEA (no prices), and the
regressions that reach beyond January 2026.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from detente.errors import InputError, Place, Problem
from tools.markets.event_study import abnormal, slope_on
from tools.markets.prices import SOURCES, Prices, gaps, read_prices
from tools.markets.weekly import correlations

HEAD = "asset,measure,question,unit,estimate,t,n,since,until,source,evidence"
_ODDS = "polymarket_peace_daily.csv"
_EVENTS = {  # name in our earlier study -> name here, day
    "invasion": ("invasion", date(2022, 2, 24)),
    "Istanbul": ("Istanbul talks", date(2022, 3, 29)),
    "TrumpPutin call": ("call of the presidents", date(2025, 2, 12)),
    "ReArm EU/aid halt": ("aid halt and ReArm Europe", date(2025, 3, 4)),
    "minerals": ("minerals agreement", date(2025, 4, 30)),
    "summit announced*": ("summit announced", date(2025, 8, 6)),
    "Alaska": ("Alaska summit", date(2025, 8, 15)),
    "28pt plan": ("28-point plan", date(2025, 11, 19)),
}
_QUESTIONS = {  # name in our earlier study -> name here, market
    "ceasefire<=Mar31": (
        "ceasefire by 2026-03-31",
        "russia-x-ukraine-ceasefire-by-march-31-2026",
    ),
    "ceasefire<2027": ("ceasefire before 2027", "russia-x-ukraine-ceasefire-before-2027"),
    "peacedeal<2027": (
        "peace deal before 2027",
        "ukraine-signs-peace-deal-with-russia-before-2027",
    ),
}
_LEVELS = frozenset({"VIX"})  # measured in points: the price is itself a percentage
_STUDY = "own event study: constant mean, 120 prices up to t-12"
_EARLIER = "own event study, carried: the data hold too few prices before the event"
_LONGER = "own regression of daily returns on a prediction market, carried: its odds after January"
_AGAIN = "own regression of daily returns on the odds in the data, errors by Newey and West"


def tables(data: Path, tell: Callable[[str], None]) -> dict[str, str]:
    """Both tables as CSV, by file name; `tell` hears of gaps in the prices."""
    folder = data / "markets"
    _require(folder, "event_study.csv", "wz_sensitivity.csv", _ODDS)
    series = _all(folder)
    for name, prices in series.items():
        for one, other in gaps(prices, date(2021, 9, 1), date(2026, 4, 1)):
            tell(f"{name} has no price between {one} and {other}")
    rows = [
        *_event_rows(folder, series),
        *_carried_regressions(folder),
        *_regressions(folder, series),
    ]
    lines = [HEAD, *(",".join(row) for row in rows), ""]
    return {"sensitivities.csv": "\n".join(lines), "correlations.csv": correlations(series)}


def _all(folder: Path) -> dict[str, Prices]:
    series: dict[str, Prices] = {}
    problems: list[Problem] = []
    for name, source in SOURCES.items():
        try:
            series[name] = read_prices(folder, source)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return series


def _event_rows(folder: Path, series: Mapping[str, Prices]) -> Iterator[tuple[str, ...]]:
    earlier = {
        (row["asset"], row["event"]): row
        for row in _rows(folder / "event_study.csv")
        if row["win"] == "[0,+1]"
    }
    for asset in dict.fromkeys((*series, *(name for name, _ in earlier))):
        prices, levels = series.get(asset, {}), asset in _LEVELS
        unit = f"{'points' if levels else '%'} on the day and the next"
        times = 1.0 if levels else 100.0
        for event, (title, day) in _EVENTS.items():
            found, carried = abnormal(prices, day, levels=levels), earlier.get((asset, event))
            if found is not None:
                head = (asset, "event", title, unit)
                yield (
                    *head,
                    *_figures(times * found.change, found.t_statistic, found.n),
                    *(str(day), str(day), _quoted(_STUDY), "computed"),
                )
            elif carried is not None:
                change, t = times * float(carried["car"]), float(carried["t"])
                days = (str(day), str(day), _quoted(_EARLIER), "computed")
                yield asset, "event", title, unit, *_figures(change, t, 119), *days


def _carried_regressions(folder: Path) -> Iterator[tuple[str, ...]]:
    for row in _rows(folder / "wz_sensitivity.csv"):
        if row["k"] != "1" or row["win"] != "to Feb27":
            continue
        levels = row["asset"] in _LEVELS
        estimate = float(row["pct_per_10pp"]) / (100 if levels else 1)
        head = (row["asset"], "probability", _QUESTIONS[row["prob"]][0], _per_ten(levels))
        days = ("2025-11-26", "2026-02-27", _quoted(_LONGER), "computed")
        yield (*head, *_figures(estimate, float(row["t"]), int(row["n"])), *days)


def _regressions(folder: Path, series: Mapping[str, Prices]) -> Iterator[tuple[str, ...]]:
    quotes = list(_rows(folder / _ODDS))
    for title, market in _QUESTIONS.values():
        odds = {date.fromisoformat(q["day"]): float(q[market]) for q in quotes if q[market]}
        for asset, prices in series.items():
            found = None if asset in _LEVELS else slope_on(prices, odds)
            if found is None:
                continue
            days = (str(min(odds)), str(max(odds)), _quoted(_AGAIN), "computed")
            figures = _figures(100 * found.estimate / 10, found.t_statistic, found.n)
            yield asset, "replication", title, _per_ten(False), *figures, *days


def _per_ten(levels: bool) -> str:
    return f"{'points' if levels else '%'} per +10 points"


def _figures(estimate: float, t: float, n: int) -> tuple[str, str, str]:
    return f"{estimate:.4f}", f"{t:.4f}", str(n)


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _require(folder: Path, *names: str) -> None:
    remedy = "give the data folder that holds `markets/`"
    missing = [
        Problem(Place(str(folder / name)), "no such file", remedy)
        for name in names
        if not (folder / name).is_file()
    ]
    if missing:
        raise InputError(missing)
