"""Characters that no plain text holds: told by name, at their line."""

import re
import unicodedata

_LETTERS = {"\0": "null byte", "\x0b": "vertical tab", "\x0c": "form feed", "\x1b": "escape"}
_LETTERS |= {
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\ufeff": "byte-order mark",
}
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    "|[\U000e0000-\U000e007f]"
)
_GAPS = "\u00a0\u2007\u202f\u3000\u2000-\u2006\u2008-\u200b"
# A space that is none, where YAML looks for one: at the start of a line, or after its marks.
_GAP = re.compile(rf"(?m)^[ ]*(?:- +)*[{_GAPS}]|^[ ]*(?:- *)?[\w.-]+:[{_GAPS}]|[\[{{,][{_GAPS}]")


def strange(text: str) -> tuple[int, str] | None:
    """Where the first character stands that no plain text holds, and what it is."""
    found = _REFUSED.search(text)
    return (found.start(), _said(found[0])) if found else None


def gap(text: str) -> int | None:
    """Where the first no-break space stands in place of a space that YAML needs."""
    found = _GAP.search(text)
    return None if found is None else found.end() - 1


def _said(character: str) -> str:
    name = _LETTERS.get(character) or unicodedata.name(character, "").lower()
    code = f"{ord(character):#04x}"
    return f"the control character {code}" + (f" ({name})" if name else "")
