"""One page over the network: time-outs, patience with what may pass, and a limit to all of it."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from detente.live.model import LiveError, Request, SilentError

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_FOUND, _REFUSED, _ELSEWHERE = 200, (401, 403), range(300, 400)
_HOPS = 3  # redirects within the host that are followed


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for an answer, how often to ask, and how long to rest between."""

    seconds: float = 20.0  # without a byte
    whole: float = 120.0  # for all of an answer, however it drips
    tries: int = 4
    rest: float = 0.5  # before the second try; doubles each time
    most_rest: float = 30.0
    most_bytes: int = 64_000_000
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    body: bytes


def ask(client: httpx.Client, request: Request, source: str, patience: Patience) -> bytes:
    """The body of an answer.

    Asks again after a time-out, a lost connection, or an answer that says to come back. Raises
    SilentError where none comes, LiveError where the source refuses; both say what to do.
    """
    trouble = ""
    for attempt in range(patience.tries):
        told = 0.0
        try:
            answer = _asked(client, request, source, patience)
        except httpx.TimeoutException:
            trouble = f"no answer within {patience.seconds:g} seconds"
        except httpx.HTTPError as error:
            trouble = f"no connection ({type(error).__name__})"
        else:
            if answer.status == _FOUND:
                return answer.body
            if answer.status not in _PASSING:
                raise _refused(answer, source)
            trouble, told = f"it answered {answer.status}", _told(answer)
            if told > patience.most_rest:
                raise SilentError(f"{source}: {trouble} and asks to wait {told:.0f} seconds; do so")
        if attempt + 1 < patience.tries:
            patience.sleep(min(max(patience.rest * 2**attempt, told), patience.most_rest))
    times = "once" if patience.tries == 1 else f"{patience.tries} times"
    raise SilentError(
        f"{source}: {trouble}, asked {times}; check the network, or work from files: "
        "nothing else in detente needs it"
    )


@contextmanager
def unlogged() -> Iterator[None]:
    """Inside, the HTTP library logs no addresses: a key stands in some of them."""
    loggers = [logging.getLogger(name) for name in ("httpx", "httpcore")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _asked(client: httpx.Client, request: Request, source: str, patience: Patience) -> _Answer:
    """One answer, redirects within the host followed: another host would be sent the key."""
    address = client.base_url.join(request.path).copy_merge_params(dict(request.query))
    for _ in range(_HOPS + 1):
        answer, following = _once(client, address, source, patience)
        if following is None:
            return answer
        if (following.scheme, following.host, following.port) != _place(client.base_url):
            reason = f"{source} sends us to another place, {following.scheme}://{following.host}"
            raise LiveError(f"{reason}; that is refused, since a key might go there")
        address = following
    raise LiveError(f"{source} sends us round in a circle; try again later")


def _place(address: httpx.URL) -> tuple[str, str, int | None]:
    return address.scheme, address.host, address.port


def _once(
    client: httpx.Client, address: httpx.URL, source: str, patience: Patience
) -> tuple[_Answer, httpx.URL | None]:
    """An answer read to its end, and where it sends us, if it does."""
    until = time.monotonic() + patience.whole
    with client.stream("GET", address, timeout=patience.seconds) as answer:
        if answer.status_code in _ELSEWHERE and "location" in answer.headers:
            return _Answer(answer.status_code, answer.headers, b""), address.join(
                answer.headers["location"]
            )
        body = bytearray()
        for part in answer.iter_bytes():
            body += part
            if len(body) > patience.most_bytes:
                most = f"{patience.most_bytes / 1e6:.0f} MB"
                raise LiveError(f"{source} answered with more than {most}; ask for fewer days")
            if time.monotonic() > until:
                raise httpx.ReadTimeout("the answer drips")
        return _Answer(answer.status_code, answer.headers, bytes(body)), None


def _told(answer: _Answer) -> float:
    """Seconds that the source asked us to wait, as a number or as a date; 0 if it did not."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return 0.0
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _refused(answer: _Answer, source: str) -> LiveError:
    """What it said, with a remedy; never the address, which holds the key."""
    said = " ".join(answer.body.decode("utf-8", errors="replace").split())[:200]
    if answer.status in _REFUSED:
        return LiveError(f"{source} refused ({answer.status}: {said}); check the key")
    return LiveError(f"{source} answered {answer.status} ({said}); check the series' name")
