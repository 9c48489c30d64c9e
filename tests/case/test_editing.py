"""The editor of YAML files: an edit does what it says, and nothing else changes."""

import pytest
from hypothesis import HealthCheck, assume, given, note, reject, settings
from hypothesis import strategies as st

from detente.case import shipped_cases
from detente.case.document import parse_yaml
from detente.case.editing import END, Edit, Insert, Remove, Set, changed, edited, with_line_ends
from detente.errors import DetenteError

PACKAGES = [
    path for folder in shipped_cases().values() for path in sorted(folder.glob("packages/*.yaml"))
]


def data_of(text: str):
    return parse_yaml(text, "file").data


# Random files: every value may be named, stand for another, or take keys from others; comments,
# quotes, brackets and indents as people write them.

WORDS = ("oil", "gas", "a third", "2029-01-20", "yes", "12", "x: y", "it's", "# no", "", "é ü")
NUMBERS = st.sampled_from([0, 1, 7, 0.25, -3.5, 1e-7, 100000])
VALUES = st.one_of(st.sampled_from(WORDS), NUMBERS, st.booleans(), st.none())
KEYS = ("name", "open", "months", "who else", "last", "7")
REMARKS = ("", "", "", "  # why", " # 7 of them, once 0.25", "   # oil only")


class Writer:
    """Writes a random file, top to bottom, so that aliases find their anchors."""

    def __init__(self, data: st.DataObject) -> None:
        self.draw = data.draw
        self.named: list[tuple[str, str]] = []  # anchors so far, and of what kind
        self.pending: list[tuple[str, str]] = []
        self.count = 0
        self.dash = self.draw(st.sampled_from([0, 2]))
        self.ending = self.draw(st.sampled_from(["\n", "\n", "\r\n"]))

    def file(self) -> str:
        lines = self.mapping("", 3)
        if self.draw(st.booleans()):
            lines = ["# a head", "", *lines]
        text = self.ending.join(lines)
        return text + self.ending if self.draw(st.booleans()) else text

    def name(self, kind: str) -> str:
        if self.draw(st.integers(0, 3)):
            return ""
        self.count += 1
        self.pending.append((f"a{self.count}", kind))
        return f"&a{self.count} "

    def alias(self, *kinds: str) -> str | None:
        there = [name for name, kind in self.known() if kind in kinds]
        if not there or self.draw(st.integers(0, 2)):
            return None
        return f"*{self.draw(st.sampled_from(there))}"

    def known(self) -> list[tuple[str, str]]:
        return list(dict(self.named).items())

    def scalar(self, *, inside: bool) -> str:
        value = self.draw(VALUES)
        if isinstance(value, str):
            if value in {"oil", "gas", "a third", "é ü"} and self.draw(st.booleans()):
                return value
            quote = self.draw(st.sampled_from("'\""))
            return "'" + value.replace("'", "''") + "'" if quote == "'" else f'"{value}"'
        if value is None:
            return "null" if inside else self.draw(st.sampled_from(["null", "~", ""]))
        return str(value).lower() if isinstance(value, bool) else repr(value)

    def inline(self, deep: int) -> str:
        if found := self.alias("scalar", "flat map", "map", "list"):
            return found
        self.pending = []
        kind = self.draw(st.sampled_from(["scalar", "list", "flat map"])) if deep else "scalar"
        name, mine = self.name(kind), self.pending
        if kind == "scalar":
            made = self.scalar(inside=True)
        elif kind == "list":
            parts = [self.inline(deep - 1) for _ in range(self.draw(st.integers(0, 3)))]
            made = f"[{', '.join(parts)}]"
        else:
            keys = self.draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True))
            made = "{" + ", ".join(f"{key}: {self.inline(deep - 1)}" for key in keys) + "}"
        self.named += mine
        return name + made

    def remark(self) -> str:
        return self.draw(st.sampled_from(REMARKS))

    def value(self, pad: str, deep: int, *, dash: bool) -> list[str]:
        """What follows a colon or dash: the rest of its line, and further lines."""
        if found := self.alias("scalar", "flat map", "map", "list"):
            return [f" {found}{self.remark()}"]
        kind = (
            self.draw(st.sampled_from(["inline", "inline", "map", "list", "text"]))
            if deep
            else "inline"
        )
        if kind == "inline":
            made = self.inline(2)
            return [f" {made}{self.remark()}".rstrip() if made else self.remark()]
        self.pending = []
        name, mine = self.name(kind if kind != "text" else "scalar"), self.pending
        if kind == "text":
            style = self.draw(st.sampled_from(["|", ">-", "|-", ">"]))
            lines = [f" {name}{style}", f"{pad}  some words here", f"{pad}  and # more"]
        elif kind == "map":
            inner = self.mapping(pad + "  ", deep - 1)
            if (
                dash
                and not name
                and not inner[0].strip().startswith("#")
                and self.draw(st.booleans())
            ):
                lines = [inner[0][len(pad) + 1 :], *inner[1:]]
            else:
                lines = [f" {name}".rstrip() + self.remark(), *inner]
        else:
            inner = self.items(pad + ("  " if dash else " " * self.dash), deep - 1)
            lines = [f" {name}".rstrip() + self.remark(), *inner]
        self.named += mine
        return lines

    def mapping(self, pad: str, deep: int) -> list[str]:
        lines: list[str] = []
        keys = self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
        if merge := self.alias("map", "flat map"):
            lines.append(f"{pad}<<: {merge}{self.remark()}")
        for key in keys:
            if lines and self.draw(st.integers(0, 4)) == 0:
                lines.append(f"{pad}# before {key}")
            first, *rest = self.value(pad, deep, dash=False)
            lines += [f"{pad}{key}:{first}", *rest]
        return lines

    def items(self, pad: str, deep: int) -> list[str]:
        lines: list[str] = []
        for number in range(self.draw(st.integers(1, 3))):
            if self.draw(st.integers(0, 4)) == 0:
                lines.append(f"{pad}# before item {number}")
            first, *rest = self.value(pad, deep, dash=True)
            lines += [f"{pad}-{first}", *rest]
        return lines


NEW = st.recursive(
    VALUES,
    lambda part: st.one_of(
        st.lists(part, max_size=3), st.dictionaries(st.sampled_from(KEYS), part, max_size=3)
    ),
    max_leaves=5,
)


def an_edit(draw, data) -> Edit:
    """An edit of something that is there, or that may come."""
    path: tuple[str | int, ...] = ()
    node = data
    while isinstance(node, dict | list) and node and (not path or draw(st.integers(0, 3))):
        steps = list(node) if isinstance(node, dict) else list(range(len(node)))
        step = draw(st.sampled_from(steps))
        path, node = (*path, step), node[step]
    how = draw(st.sampled_from(["set", "set", "new", "add", "remove"]))
    if how == "remove":
        return Remove(path)
    if isinstance(node, list) and how == "add":
        place = draw(st.sampled_from([END, *range(len(node) + 1)]))
        return Insert((*path, place), draw(NEW), once=draw(st.booleans()))
    if isinstance(node, dict) and how in {"new", "add"}:
        return Set((*path, draw(st.sampled_from(KEYS))), draw(NEW))
    return Set(path, draw(NEW))


@settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_edit_of_a_text_is_the_edit_of_its_data(data):
    text = Writer(data).file()
    before = data_of(text)
    edits: list[Edit] = []
    after = before
    for _ in range(data.draw(st.integers(1, 3))):
        assume(isinstance(after, dict) and after)
        edits.append(an_edit(data.draw, after))
        after = changed(after, edits[-1:])
    note(f"{text}\n{edits}")
    try:
        new = edited(text, edits)
    except DetenteError:
        reject()  # it says that it cannot, and changes nothing: seldom, or hypothesis complains
    note(new)
    assert data_of(new) == after
    assert edited(new, []) == new


SHARED = """\
# what a year is worth
base: &base {low: 1, high: 3}
triggers:
  - name: invasion # the only one
    covers: &c [invasion] # invasion only
    days: 60   # sixty days' notice
    why: 'it''s "so"'
guarantees:
  - name: word
    breaches: *c # as above
    share: 0.33 # a third, as offered
  - name: bond
    breaches: *c
    <<: *base
    # a remark on the bond alone
  # about the last
  - {name: last, cost: {<<: *base, mode: 2}} # mode 2
end: 1 # since 1 May 2022, article 1"""


def lines_changed(edits: list[Edit], text: str = SHARED) -> tuple[list[str], list[str]]:
    """What goes and what comes; the data must say what the edits say."""
    new = edited(text, edits)
    assert data_of(new) == changed(data_of(text), edits)
    before, after = text.splitlines(), new.splitlines()
    gone = [line.strip() for line in before if line not in after]
    return gone, [line.strip() for line in after if line not in before]


@pytest.mark.parametrize(
    ("edit", "gone", "come"),
    [
        (  # a list that others share is changed in one place, whichever
            Insert(("triggers", 0, "covers", END), "raid"),
            ["covers: &c [invasion] # invasion only", "breaches: *c # as above"],
            ["covers: [invasion, raid]", "breaches: &c [invasion] # as above"],
        ),
        (
            Insert(("guarantees", 0, "breaches", END), "raid"),
            ["breaches: *c # as above"],
            ["breaches: [invasion, raid] # as above"],
        ),
        (Insert(("guarantees", 0, "breaches", END), "invasion", once=True), None, None),
        (  # what is merged in is overridden in one place
            Set(("guarantees", 1, "low"), 2),
            [],
            ["low: 2"],
        ),
        (
            Set(("base", "low"), 2),
            ["base: &base {low: 1, high: 3}", "<<: *base"],
            ["base: {low: 2, high: 3}", "<<: &base {low: 1, high: 3}"],
        ),
        (Remove(("guarantees", 1, "high")), ["<<: *base"], ["low: 1"]),
        (  # comments that name what stood there go; others stay
            Set(("triggers", 0, "days"), 30),
            ["days: 60   # sixty days' notice"],
            ["days: 30"],
        ),
        (
            Set(("guarantees", 0, "share"), 0.5),
            ["share: 0.33 # a third, as offered"],
            ["share: 0.5"],
        ),
        (
            Set(("end",), 2),
            ["end: 1 # since 1 May 2022, article 1"],
            ["end: 2 # since 1 May 2022, article 1"],
        ),
        (
            Set(("guarantees", 2, "cost", "mode"), 2.5),
            ["- {name: last, cost: {<<: *base, mode: 2}} # mode 2"],
            ["- {name: last, cost: {<<: *base, mode: 2.5}}"],
        ),
        (  # quotes stay
            Set(("triggers", 0, "why"), "it's not"),
            ["why: 'it''s \"so\"'"],
            ["why: 'it''s not'"],
        ),
        (  # a clause takes its own comments along, and hands on what others share
            Remove(("guarantees", 1)),
            ["- name: bond", "breaches: *c", "<<: *base", "# a remark on the bond alone"],
            [],
        ),
        (
            Remove(("triggers",)),
            [
                *("triggers:", "- name: invasion # the only one"),
                *("covers: &c [invasion] # invasion only", "days: 60   # sixty days' notice"),
                *("why: 'it''s \"so\"'", "breaches: *c # as above"),
            ],
            ["breaches: &c [invasion] # as above"],
        ),
    ],
)
def test_what_nobody_named_stays(edit, gone, come):
    assert lines_changed([edit]) == (gone or [], come or [])


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n# the end\n"])
def test_line_ends_and_the_end_of_the_file_stay(ending, last):
    text = ("\ufeff" + SHARED + last).replace("\n", ending)
    new = edited(text, [Set(("triggers", 0, "days"), 30)])
    assert new == text.replace("days: 60   # sixty days' notice", "days: 30")
    more = edited(text, [Insert(("triggers", END), {"name": "x", "days": 2})])
    assert more == text.replace(
        f'"so"\'{ending}', f'"so"\'{ending}  - name: x{ending}    days: 2{ending}'
    )


def test_a_text_that_went_through_a_browser_gets_its_line_ends_back():
    source = "\ufeffa: 1\r\nb: 2\nc: 3\r\n"
    assert with_line_ends(source, "a: 1\nb: 2\nc: 3\n") == source
    assert with_line_ends(source, "a: 1\nb: 2\nx: 9\nc: 3\n") == source.replace("c:", "x: 9\r\nc:")
    assert with_line_ends("a: 1\n", "a: 2") == "a: 2"


@pytest.mark.parametrize("path", PACKAGES, ids=lambda p: f"{p.parent.parent.name}/{p.stem}")
def test_one_value_of_a_shipped_package_is_one_line(path):
    text = path.read_text("utf-8")
    where = ("modules", 0, "phases", 0, "months")
    gone, come = lines_changed([Set(where, 17)], text)
    assert come == ["months: 17"]
    assert all(line.startswith("months:") for line in gone)
    assert edited(text, [Set(("title",), data_of(text)["title"])]) == text


def test_a_list_becomes_another_by_what_changed_in_it():
    data = data_of(SHARED)["guarantees"]
    new = [{**data[0], "share": 0.5}, {"name": "new", "breaches": []}, data[2]]
    text = edited(SHARED, [Set(("guarantees",), new)])
    assert data_of(text)["guarantees"] == new
    assert "breaches: *c # as above" in text
    assert "# about the last" in text
