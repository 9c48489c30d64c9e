"""One page over the network: time-outs, and patience with what may pass."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from detente.live.model import LiveError, Request

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_FOUND, _REFUSED = 200, (401, 403)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for an answer, how often to ask, and how long to rest between."""

    seconds: float = 20.0
    tries: int = 4
    rest: float = 0.5  # before the second try; doubles each time
    most_rest: float = 30.0
    sleep: Callable[[float], None] = time.sleep


def ask(client: httpx.Client, request: Request, source: str, patience: Patience) -> bytes:
    """The body of an answer; raises LiveError with a remedy where none comes.

    Asks again after a time-out, a lost connection, or an answer that says to come back.
    """
    trouble = ""
    for attempt in range(patience.tries):
        told = 0.0
        try:
            answer = client.get(request.path, params=dict(request.query), timeout=patience.seconds)
        except httpx.TimeoutException:
            trouble = f"no answer within {patience.seconds:g} seconds"
        except httpx.TransportError as error:
            trouble = f"no connection ({type(error).__name__})"
        else:
            if answer.status_code == _FOUND:
                return answer.content
            if answer.status_code not in _PASSING:
                raise _refused(answer, source)
            trouble = f"it answered {answer.status_code}"
            told = _told(answer)
        if attempt + 1 < patience.tries:
            rest = max(patience.rest * 2**attempt, told)
            patience.sleep(min(rest, patience.most_rest))
    times = "once" if patience.tries == 1 else f"{patience.tries} times"
    raise LiveError(
        f"{source}: {trouble}, asked {times}; check the network, or work from files: "
        "nothing else in detente needs it"
    )


def _told(answer: httpx.Response) -> float:
    """Seconds that the source asked us to wait; 0 if it did not."""
    told = answer.headers.get("retry-after", "")
    return float(told) if told.isdigit() else 0.0


def _refused(answer: httpx.Response, source: str) -> LiveError:
    """What it said, with a remedy; never the address, which holds the key."""
    said = " ".join(answer.text.split())[:200]
    if answer.status_code in _REFUSED:
        return LiveError(f"{source} refused ({answer.status_code}: {said}); check the key")
    return LiveError(f"{source} answered {answer.status_code} ({said}); check the series' name")
