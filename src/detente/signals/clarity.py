"""Did he answer the question? Clear, ambivalent, or no reply."""

import re

from detente.signals.level import Verdict
from detente.signals.model import Clarity

_CLEAR_FROM = 2  # a commitment or denial this firm answers


def clarity(question: str, answer: str, verdict: Verdict) -> Clarity | None:
    """How clearly a question was answered; None if nothing was asked.

    A refusal is no reply, whatever else was said around it. Firm levels are clear. Without any cue
    an answer that does not even take up the question's words is no reply; the rest is ambivalent.
    """
    if not question.strip():
        return None
    if verdict.level == -2:
        return "non-reply"
    if verdict.heard and abs(verdict.level) >= _CLEAR_FROM:
        return "clear"
    if verdict.heard or _words(question) & _words(answer):
        return "ambivalent"
    return "non-reply"


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w{4,}", text.lower())}
