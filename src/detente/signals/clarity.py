"""Did he answer the question? Clear, ambivalent, or no reply; and by which way round."""

import re

from detente.signals.level import Verdict
from detente.signals.model import Clarity, Evasion

_CLEAR_FROM = 2  # a commitment or denial this firm answers
_WAYS: dict[Evasion, re.Pattern[str]] = {
    "claims ignorance": re.compile(
        r"\b(?:(?:do|did)(?:n.t| not) (?:know|recall)|no idea|not aware|not familiar|"
        r"have(?:n.t| not) (?:seen|read|heard)|nobody has told)\b",
        re.IGNORECASE,
    ),
    "points elsewhere": re.compile(
        r"\b(?:ask (?:him|her|them|the)|refer you to|(?:up to|question for|matter for) "
        r"(?:him|her|them|the)|take (?:it|that) up with|address that to|for \w+ to say)\b",
        re.IGNORECASE,
    ),
    "declines": re.compile(
        r"\b(?:no comment|n.t comment|not comment|declin\w+ to|rather not|get into|ahead of|"
        r"speculat\w+|hypothetical\w*|(?:not going to|wo.?n.t) (?:say|tell|discuss)|"
        r"nothing to (?:add|announce|say)|(?:we|i).ll see|do(?:n.t| not) (?:want|have) to say)\b",
        re.IGNORECASE,
    ),
}


def clarity(question: str, answer: str, verdict: Verdict) -> Clarity | None:
    """How clearly a question was answered; None if nothing was asked.

    A refusal is no reply, whatever else was said around it. Firm levels are clear. Without any cue
    an answer that does not even take up the question's words is no reply; the rest is ambivalent.
    """
    if not question.strip():
        return None
    if verdict.level == -2:
        return "non-reply"
    if _plain(verdict) and abs(verdict.level) >= _CLEAR_FROM:
        return "clear"
    if _plain(verdict) or _words(question) & _words(answer):
        return "ambivalent"
    return "non-reply"


def evasion(answer: str, verdict: Verdict, answered: Clarity | None) -> Evasion | None:
    """How an answer turns away; None where nothing was asked or the answer is clear.

    The words decide (`_WAYS`, in order), then the level: a question back, playing down, talk
    without an act. What none of them explains speaks of something else.
    """
    if answered in {None, "clear"}:
        return None
    named = next((way for way, pattern in _WAYS.items() if pattern.search(answer)), None)
    if named:
        return named
    if answer.rstrip(" \"'").endswith("?"):
        return "asks back"
    if verdict.level == -1:
        return "plays down"
    if verdict.level == -2:
        return "declines"
    return "general" if _plain(verdict) else "off the subject"


def _plain(verdict: Verdict) -> bool:
    return verdict.heard and not verdict.faint


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w{4,}", text.lower())}
