"""Answers as long tables: one row a thing and month, ready for a data frame."""

from collections.abc import Iterator, Mapping
from typing import Any

from detente.notebook.result import Cell

Data = Mapping[str, Any]
Row = dict[str, Cell]
Rows = tuple[Row, ...]


def flaws(data: Data) -> Rows:
    """One row a package and condition."""
    keys = ("name", "verdict", "finding", "remedy")
    return tuple(
        {"package": name, **{key: check[key] for key in keys}}
        for name, found in data["packages"].items()
        for check in found["checks"]
    )


def months(data: Data) -> Rows:
    """One row a package and month: survival with its bands, slack of every party."""
    return tuple(
        _month(name, found, month)
        for name, found in data["packages"].items()
        for month in range(len(found["survival"]["months"]))
    )


def _month(name: str, found: Data, month: int) -> Row:
    curves = found["survival"]
    row: Row = {"package": name, "month": month, "alive": curves["mean"][month]}
    row |= {key: curves[key][month] for key in ("low", "high", "intact", "eroded", "collapsed")}
    return row | {f"slack {party}": values[month] for party, values in found["slack"].items()}


def flips(data: Data) -> Rows:
    """One row a number that the answer hangs on."""
    return tuple(
        {"package": name, **{key: value for key, value in flip.items() if _is_cell(value)}}
        for name, found in data["packages"].items()
        for flip in found["flips"]
    )


def schedule(data: Data) -> Rows:
    """One row a step and measure of a designed schedule."""
    return tuple(
        {"month": step["month"], "date": step["date"], "measure": measure, "open": share}
        for step in data["schedule"]
        for measure, share in step["open"].items()
    )


def designed(data: Data) -> Rows:
    """A schedule by step and measure; of a repair one row a change; of a frontier one a point."""
    if data["goal"] == "repair":
        return tuple(
            {"change": step["words"], "size": step["size"], "against": ", ".join(step["cures"])}
            for step in data["steps"]
        )
    if data["goal"] == "frontier":
        return tuple(
            {"frontier": line["name"], **{k: v for k, v in point.items() if _is_cell(v)}}
            for line in data["frontiers"]
            for point in line["points"]
        )
    return schedule(data)


def odds(data: Data) -> Rows:
    """One row a future and horizon."""
    return tuple(
        {"future": future, "months": int(mark), **{k: v for k, v in o.items() if _is_cell(v)}}
        for mark, futures in data["at"].items()
        for future, o in futures.items()
    )


def effects(data: Data) -> Rows:
    """One row an asset and future."""
    return tuple(
        {key: value for key, value in path.items() if _is_cell(value)} for path in data["paths"]
    )


def weights(data: Data) -> Rows:
    """One row an asset: its weight now and at best."""
    found = data["portfolio"]
    best = found["weights_best"]
    return tuple(
        {"asset": asset, "now": now, "best": best[asset]}
        for asset, now in found["weights_now"].items()
    )


def claims(data: Data) -> Rows:
    """One row a claim."""
    keys = ("id", "verdict", "claim", "words")
    return tuple({key: claim[key] for key in keys} for claim in data["claims"])


def readings(data: Data) -> Rows:
    """One row a reading; its words joined."""
    return tuple(
        {
            **{k: v for k, v in found.items() if _is_cell(v)},
            "words": "; ".join(span["text"] for span in found["spans"]),
        }
        for found in data["readings"]
    )


def _is_cell(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def nested(data: Data) -> Rows:
    """Any answer: one row a thing, the way to it in `where`, its plain values as columns."""
    return tuple(_nested(data, ""))


def _nested(node: Any, where: str) -> Iterator[Row]:
    if isinstance(node, Mapping):
        plain = {str(key): value for key, value in node.items() if _is_cell(value)}
        if plain:
            yield {"where": where, **plain}
        below = [(str(key), value) for key, value in node.items() if not _is_cell(value)]
    elif isinstance(node, list | tuple):
        below = [(str(place), value) for place, value in enumerate(node)]
        if node and all(_is_cell(value) for value in node):
            yield from ({"where": f"{where}/{place}", "value": value} for place, value in below)
            return
    else:
        yield {"where": where, "value": node}
        return
    for name, value in below:
        yield from _nested(value, f"{where}/{name}" if where else name)
