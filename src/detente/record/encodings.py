"""Which encoding bytes are in, as far as they tell: marks, zeros, and what a page declares."""

import codecs
import re

FALLBACK = "cp1252"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}encoding=[\"']([\w.-]+)|charset=[\"']?([\w.-]+)", re.IGNORECASE
)
_NO_TEXT = frozenset({  # of the names that Python knows: they stand for no way to write a text
    "undefined", "idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape",
    "raw-unicode-escape", "utf-7",
})  # fmt: skip
_LATIN_1 = frozenset({"iso8859-1", "ascii"})  # what is called so is Windows-1252, as browsers know
_PLAIN = b'<?xml version="1.0" encoding=abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ/>'
_SMALL = 0x08  # a letter of Latin, Greek, Cyrillic, Hebrew or Arabic script has a first half below
_BARE = frozenset({"utf-16", "utf-32"})  # which need a mark to tell the order of their bytes


def marked(head: bytes) -> str:
    """The encoding that a byte order mark tells."""
    return next((name for mark, name in MARKS if head.startswith(mark)), "")


def exists(encoding: str) -> bool:
    """Whether there is an encoding of this name that a text may be in."""
    try:
        known = codecs.lookup(encoding)
    except (LookupError, ValueError, ImportError, OSError):
        return False
    return known._is_text_encoding and known.name not in _NO_TEXT


def ordered(encoding: str, head: bytes) -> str:
    """The encoding given, with the order of its bytes where that needs a mark and has none."""
    name = codecs.lookup(encoding).name
    return halves(head) or f"{name}-le" if name in _BARE and not marked(head) else encoding


def halves(head: bytes) -> str:
    """UTF-16 without its mark: one half of every letter is small, the other is not."""
    sample = head[: min(len(head), 1000) // 2 * 2]
    if len(sample) < 8:
        return ""
    first, second = (_small(sample[at::2]) for at in (0, 1))
    if second > 0.9 and first < 0.4:
        return "utf-16-le"
    return "utf-16-be" if first > 0.9 and second < 0.4 else ""


def declared(head: bytes) -> str:
    """The encoding that a page or an XML file declares, as it is written; empty if none."""
    found = _DECLARED.search(head)
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def believable(named: str) -> tuple[str, ...]:
    """What a file that declares this may be in; nothing if it cannot have been declared so.

    The declaration was read as plain letters, so an encoding that writes those otherwise is a lie.
    """
    if not exists(named):
        return ()
    try:
        honest = _PLAIN.decode(named) == _PLAIN.decode("ascii")
    except (UnicodeError, ValueError):
        return ()
    if not honest:
        return ()
    return (FALLBACK, named) if codecs.lookup(named).name in _LATIN_1 else (named,)


def mostly_utf_8(sample: bytes) -> bool:
    """Whether bytes are UTF-8 but for a little damage: ten whole letters for each broken one."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(letter > "\x7f" for letter in text) >= 11 * broken


def _small(half: bytes) -> float:
    return sum(byte < _SMALL for byte in half) / len(half)
