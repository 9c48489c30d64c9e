"""Re-make the two shipped tables of estimates from a folder of market data.

    python -m detente.markets.measured FOLDER        (FOLDER: the `markets` folder of the data)

`data/sensitivities.csv`: abnormal returns on the days of events, and returns regressed daily on
prediction-market probabilities. `data/correlations.csv`: volatility and correlation of weekly log
returns, shrunk towards none by the rule of Schaefer and Strimmer (2005).
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
HERE = Path(__file__).parent / "data"
SINCE, UNTIL = date(2023, 8, 16), date(2025, 8, 15)
_EVENTS = {  # name in the study -> name here, day
    "invasion": ("invasion", "2022-02-24"),
    "Istanbul": ("Istanbul talks", "2022-03-29"),
    "TrumpPutin call": ("call of the presidents", "2025-02-12"),
    "ReArm EU/aid halt": ("aid halt and ReArm Europe", "2025-03-04"),
    "minerals": ("minerals agreement", "2025-04-30"),
    "summit announced*": ("summit announced", "2025-08-08"),
    "Alaska": ("Alaska summit", "2025-08-15"),
    "28pt plan": ("28-point plan", "2025-11-20"),
}
_QUESTIONS = {
    "ceasefire<=Mar31": "ceasefire by 2026-03-31",
    "ceasefire<2027": "ceasefire before 2027",
    "peacedeal<2027": "peace deal before 2027",
}
_ESTIMATION_DAYS = 120
_BONDS = ("TLT", "IEF", "HYG", "JNK", "LQD")
_ETFS = ("USO", "UNG", "XLE", "GLD", "PALL", "XME", "DBC", "EFA", "EEM", "SPY", "FXE", "UUP")
_SERIES = {
    "BRENT": ("brent-daily.csv", "Date", "Price", "%Y-%m-%d"),
    "WTI": ("wti-daily.csv", "Date", "Price", "%Y-%m-%d"),
    "HHGAS": ("natgas-henryhub-daily.csv", "Date", "Price", "%Y-%m-%d"),
    "TTF": ("ttf.csv", "date", "ttf", "%Y-%m-%d"),
    "IMOEX": ("IMOEX.csv", "TRADEDATE", "CLOSE", "%Y-%m-%d"),
    "OBLG": ("OBLG.csv", "TRADEDATE", "CLOSE", "%Y-%m-%d"),
    "RVI": ("RVI.csv", "TRADEDATE", "CLOSE", "%Y-%m-%d"),
    "RHM": ("RHM_lse_or_de.csv", "Date", "Price", "%m/%d/%Y"),
    "VIX": ("vix-daily.csv", "DATE", "CLOSE", "%Y-%m-%d"),
    **{etf: (f"etf/{etf}.csv", "Date", "close", "%Y-%m-%d") for etf in _ETFS + _BONDS},
}


def sensitivities(folder: Path) -> str:
    """The table of measured sensitivities, as CSV."""
    head = "asset,measure,question,unit,estimate,t,n,since,until,source,evidence"
    return "\n".join([head, *_event_rows(folder), *_probability_rows(folder), ""])


def correlations(folder: Path) -> str:
    """The table of volatilities and correlations, as CSV."""
    weekly = {name: _weekly(folder / row[0], *row[1:]) for name, row in _SERIES.items()}
    weekly["USDRUB"] = _weekly_usdrub(folder / "USDRUB_cbr.csv")
    names = sorted(weekly)
    matrix, weeks = _shrunk([weekly[name] for name in names])
    lines = ["asset,volatility,weeks,since,until," + ",".join(names)]
    for name, row, count in zip(names, matrix, weeks, strict=True):
        volatility = np.std(list(weekly[name].values()), ddof=1) * np.sqrt(52)
        cells = ",".join(f"{value:.3f}" for value in row)
        lines.append(f"{name},{volatility:.4f},{count},{SINCE},{UNTIL},{cells}")
    return "\n".join([*lines, ""])


def _event_rows(folder: Path) -> Iterator[str]:
    for row in _rows(folder / "event_study.csv"):
        if row["win"] != "[0,+1]":
            continue
        question, day = _EVENTS[row["event"]]
        numbers = f"{100 * float(row['car']):.4f},{float(row['t']):.4f},{_ESTIMATION_DAYS}"
        yield (
            f"{row['asset']},event,{question},% on the day and the next,{numbers},{day},{day},"
            "own event study: constant mean over the 120 days to t-11,computed"
        )


def _probability_rows(folder: Path) -> Iterator[str]:
    for row in _rows(folder / "wz_sensitivity.csv"):
        if row["k"] != "1" or row["win"] != "to Feb27":
            continue
        numbers = f"{float(row['pct_per_10pp']):.4f},{float(row['t']):.4f},{row['n']}"
        yield (
            f"{row['asset']},probability,{_QUESTIONS[row['prob']]},% per +10 points,{numbers},"
            "2025-11-26,2026-02-27,own regression of daily returns on a prediction market,computed"
        )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _weekly(path: Path, day: str, price: str, pattern: str) -> Mapping[date, float]:
    prices: dict[date, float] = {}
    for row in _rows(path):
        text = row[price].replace(",", "")
        if row[day] and text and float(text) > 0:
            prices[datetime.strptime(row[day][:10], pattern).date()] = float(text)
    return _weekly_returns(prices)


def _weekly_usdrub(path: Path) -> Mapping[date, float]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(date.fromisoformat(day), float(rate)) for day, rate in csv.reader(file)]
    # The central bank dates a rate by the day it applies; it was fixed the day before.
    return _weekly_returns({day - timedelta(days=1): rate for day, rate in rows})


def _weekly_returns(prices: Mapping[date, float]) -> dict[date, float]:
    """Log returns from last price to last price of each calendar week, by its Monday."""
    last: dict[date, float] = {}
    for day in sorted(prices):
        if SINCE <= day <= UNTIL:
            last[day - timedelta(days=day.weekday())] = float(np.log(prices[day]))
    week = timedelta(days=7)
    return {day: last[day] - last[day - week] for day in last if day - week in last}


def _shrunk(series: list[Mapping[date, float]]) -> tuple[FloatArray, list[int]]:
    raw = np.eye(len(series))
    noise = np.zeros_like(raw)
    for i, one in enumerate(series):
        for j, other in enumerate(series[:i]):
            days = sorted(one.keys() & other.keys())
            pair = np.corrcoef([one[day] for day in days], [other[day] for day in days])
            raw[i, j] = raw[j, i] = pair[0, 1]
            noise[i, j] = noise[j, i] = (1 - pair[0, 1] ** 2) ** 2 / (len(days) - 1)
    off = ~np.eye(len(series), dtype=bool)
    keep = 1 - min(1.0, float(noise[off].sum() / (raw[off] ** 2).sum()))
    return np.where(off, keep * raw, raw), [len(one) for one in series]


def main(folder: Path) -> None:
    """Write both tables into the package."""
    (HERE / "sensitivities.csv").write_text(sensitivities(folder), encoding="utf-8")
    (HERE / "correlations.csv").write_text(correlations(folder), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
