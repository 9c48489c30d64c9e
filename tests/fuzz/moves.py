"""What is done to a file: numbers moved, structure broken, bytes spoilt; all by one generator."""

import csv
import io
import json
import math
import random
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from detente.case.document import parse_yaml
from detente.errors import DetenteError

Move = Callable[[bytes, str, random.Random], tuple[bytes, str]]  # the new file, and what was done

_NUMBER = re.compile(r"(?<![\w.+-])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.-])")
_RANGE = re.compile(r"\{low: *[^{}]*?\}")
_ODD = (
    *("0", "1", "-1", "1e308", "-1e308", "1e-308", "5e-324", ".nan", ".inf", "-.inf", "nan", "inf"),
    *("true", "null", '""', "0.9999999999999999", "1.0000000000000002", "2", "-0.0", "100", "1e9"),
    *("0.5", "1e-9", "9007199254740993", "0x10", "1_000", "1,5"),
    "{low: 0.5, mode: 0.5, high: 0.5}",
    *("{low: 0, mode: 0, high: 1}", "{low: 0, mode: 1e-300, high: 1e-300}", "[0.2, 0.3]"),
    "{low: 0.1, mode: 0.2, high: 0.9, covers: 0.31}",
)  # fmt: skip


def numbers(body: bytes, file: str, rng: random.Random) -> tuple[bytes, str]:
    """Up to five numbers moved, most of them by a factor, some to a hostile value."""
    text = body.decode()
    if rng.random() < 0.08:
        return _certain(text, rng)
    found = list(_NUMBER.finditer(text))
    if rng.random() < 0.2 and (ranges := list(_RANGE.finditer(text))):
        found = ranges
    if not found:
        return body, "no number"
    picked = sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 2, 3, 5, 8)))), key=_start)
    hostile = rng.random() < 0.3
    told = []
    for match in reversed(picked):
        new = rng.choice(_ODD) if hostile else _moved(match[0], rng)
        line = text.count("\n", 0, match.start()) + 1
        told.append(f"{line}: {match[0]} -> {new}")
        text = text[: match.start()] + new + text[match.end() :]
    return text.encode(), "; ".join(told)


def _certain(text: str, rng: random.Random) -> tuple[bytes, str]:
    """Every range of the file is its likeliest value, or one and the same value."""
    same = rng.choice((None, None, "0", "1", "0.1", "0.7"))
    certain = re.sub(
        r"\{low: *[^{}]*?mode: *([-\d.]+)[^{}]*?\}", lambda match: same or match[1], text
    )
    return certain.encode(), f"every range is {same or 'its mode'}"


def _start(match: re.Match[str]) -> int:
    return match.start()


def _moved(written: str, rng: random.Random) -> str:
    try:
        value = float(written)
    except ValueError:  # a range: certain from now on
        return repr(round(rng.random(), 3))
    if re.fullmatch(r"[-+]?\d+", written) and rng.random() < 0.7:
        return str(max(0, round(value * rng.choice((0, 0.5, 2, 3)) + rng.choice((-1, 0, 1)))))
    moved = value * math.exp(rng.gauss(0, 1)) if value else rng.random()
    return repr(min(moved, 1.0) if 0 <= value <= 1 and rng.random() < 0.9 else moved)


def structure(body: bytes, file: str, rng: random.Random) -> tuple[bytes, str]:
    """Keys and items dropped, doubled, renamed, emptied, moved, pointed at nothing."""
    if file.endswith(".csv"):
        return _rows(body, rng)
    if file.endswith(".md"):
        return _lines(body, rng)
    try:
        data = deepcopy(parse_yaml(body.decode(), file).data)
    except DetenteError:
        return body, "unreadable before"
    if not isinstance(data, dict | list) or not data:
        return body, "empty before"
    told = [_break(data, rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
    return json.dumps(data, indent=1, default=str).encode(), "; ".join(told)


def _break(data: Any, rng: random.Random) -> str:
    nodes = list(_nodes(data))
    if not nodes:
        return "nothing is left"
    path, node, key = rng.choice(nodes)
    where = "/".join(map(str, (*path, key)))
    if isinstance(node, list):
        return f"{where}: {_break_item(node, key, nodes, rng)}"
    return f"{where}: {_break_key(node, key, nodes, rng)}"


def _nodes(node: Any, path: tuple[Any, ...] = ()) -> Any:
    """Every place in some data: the way to it, what holds it, and its key there."""
    keys = range(len(node)) if isinstance(node, list) else list(node)
    for key in keys:
        yield path, node, key
        if isinstance(node[key], dict | list):
            yield from _nodes(node[key], (*path, key))


def _break_item(node: list[Any], at: int, nodes: list[Any], rng: random.Random) -> str:
    kind = rng.choice(("drop", "double", "reorder", "empty", "swap", "retype", "elsewhere"))
    if kind == "drop":
        del node[at]
    elif kind == "double":
        node.insert(at, deepcopy(node[at]))
    elif kind == "reorder":
        rng.shuffle(node)
    elif kind == "empty":
        node.clear()
    else:
        node[at] = _other(node[at], kind, nodes, rng)
    return kind


def _break_key(node: dict[str, Any], key: str, nodes: list[Any], rng: random.Random) -> str:
    kind = rng.choice(("drop", "rename", "empty", "swap", "retype", "elsewhere", "elsewhere"))
    if kind == "drop":
        del node[key]
    elif kind == "rename":
        node[rng.choice((f"{key}s", key.upper(), "id", "name", "", "nothing"))] = node.pop(key)
    elif kind == "empty":
        node[key] = type(node[key])()
    else:
        node[key] = _other(node[key], kind, nodes, rng)
    return kind


def _other(value: Any, kind: str, nodes: list[Any], rng: random.Random) -> Any:
    """Another value: of another place of the same type, of another type, or of any place."""
    if kind == "retype":
        plain: list[Any] = [None, True, 0, 1, -1, 0.5, "", "nothing", "2025-02-29"]
        return deepcopy(rng.choice([*plain, [], {}, [value], [0, 0]]))
    alike = [node[key] for _, node, key in nodes if type(node[key]) is type(value)]
    any_of = [node[key] for _, node, key in nodes]
    return deepcopy(rng.choice(alike if kind == "swap" and alike else any_of))


def _rows(body: bytes, rng: random.Random) -> tuple[bytes, str]:
    rows = list(csv.reader(io.StringIO(body.decode())))
    at = rng.randrange(len(rows))
    kind = rng.choice(("drop", "double", "reorder", "cell", "cell", "cell", "column", "head"))
    if kind == "drop":
        del rows[at]
    elif kind == "double":
        rows.insert(at, list(rows[at]))
    elif kind == "reorder":
        rows[1:] = rng.sample(rows[1:], len(rows) - 1)
    elif kind == "cell" and rows[at]:
        column = rng.randrange(len(rows[at]))
        rows[at][column] = rng.choice((*_ODD, rng.choice(rng.choice(rows) or [""]), "nothing"))
    elif kind == "column":
        column = rng.randrange(max(1, len(rows[0])))
        rows = [row[:column] + row[column + 1 :] for row in rows]
    elif kind == "head" and rows[0]:
        rng.shuffle(rows[0])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode(), f"{kind} row {at + 1}"


def _lines(body: bytes, rng: random.Random) -> tuple[bytes, str]:
    lines = body.splitlines(keepends=True)
    at = rng.randrange(max(1, len(lines)))
    kind = rng.choice(("drop", "double", "swap"))
    if kind == "drop":
        del lines[at : at + 1]
    elif kind == "double":
        lines[at:at] = lines[at : at + 1]
    else:
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    return b"".join(lines), f"{kind} line {at + 1}"


_SIGNS = (
    *(b"\0", b"\x07", b"\x0b", b"\x0c", b"\x1b[31m", b"\x7f", b"\xc2\x85", b"\xe2\x80\xa8"),
    *(b"\t", b"\xc2\xa0", b"\xef\xbb\xbf", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xe2\x80\xae"),
    *(b"&a ", b"*a", b"!!int ", b"!x ", b"<<: ", b"%", b"{", b"}", b"[", b"]", b'"', b"'", b"|"),
    *(b"#", b": ", b"\n", b"\r", b"\r\n", b"\n---\n", b"\n...\n", b",", b"=1+1"),
    b"\xf0\x9f\x95\x8a",
)  # fmt: skip


def spoilt(body: bytes, file: str, rng: random.Random) -> tuple[bytes, str]:
    """Signs put in, bytes turned, cut short, in another encoding."""
    kind = rng.choice(("sign", "sign", "sign", "sign", "flip", "cut", "encoding", "join", "long"))
    at = rng.randrange(len(body) + 1)
    if kind == "cut":
        return body[:at], f"cut at byte {at}"
    if kind == "encoding":
        name = rng.choice(("utf-16", "utf-8-sig", "utf-16-le", "cp1252", "utf-32", "cp500"))
        return body.decode().encode(name, "replace"), f"in {name}"
    if kind == "flip" and at < len(body):
        new = bytes([body[at] ^ (1 << rng.randrange(8))])
        return body[:at] + new + body[at + 1 :], f"byte {at}: {body[at : at + 1]!r} -> {new!r}"
    if kind == "join":
        return body + body, "twice in one file"
    sign = rng.choice(_SIGNS) * (5000 if kind == "long" else 1)
    return body[:at] + sign + body[at:], f"{sign[:12]!r} at byte {at}"


MOVES: dict[str, Move] = {"numbers": numbers, "structure": structure, "bytes": spoilt}
