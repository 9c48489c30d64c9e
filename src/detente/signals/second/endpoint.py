"""Where a language model answers, as the environment tells it.

DETENTE_LLM_URL      http://localhost:11434/v1, or the whole address of its chat completions
DETENTE_LLM_MODEL    the model's name there
DETENTE_LLM_KEY      its key, if it needs one; sent to that address only, and never shown
DETENTE_LLM_SECONDS  how long to wait for one answer, 60 if not given
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpx

from detente.errors import DetenteError

_PATH = "/chat/completions"
_SECONDS = 60.0
_MOST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address that speaks the chat completions of OpenAI."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = _SECONDS


def endpoint(environment: Mapping[str, str] = os.environ) -> Endpoint:
    """The endpoint that the environment names; refused with what is missing."""
    url = environment.get("DETENTE_LLM_URL", "").strip()
    model = environment.get("DETENTE_LLM_MODEL", "").strip()
    missing = [f"DETENTE_LLM_{what}" for what, has in (("URL", url), ("MODEL", model)) if not has]
    if missing:
        raise DetenteError(
            f"llm: {' and '.join(missing)} not set",
            "give the address of an endpoint that speaks OpenAI's chat completions, such as "
            "http://localhost:11434/v1, and a model there",
            option="second",
        )
    key = environment.get("DETENTE_LLM_KEY", "").strip()
    return Endpoint(_address(url, key), model, _key(key), _seconds(environment))


def _address(written: str, key: str) -> str:
    try:
        url = httpx.URL(written)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in {"http", "https"} or not url.host:
        raise DetenteError(
            "DETENTE_LLM_URL is no address",
            "write it as https://host/v1 or http://localhost:8000/v1",
        )
    if key and url.scheme == "http" and not _is_here(url.host):
        raise DetenteError(
            f"DETENTE_LLM_URL would send the key to {url.host} unencrypted",
            "write https://, or leave out DETENTE_LLM_KEY",
        )
    path = url.path.rstrip("/")
    return str(url.copy_with(path=path if path.endswith(_PATH) else path + _PATH))


def _key(written: str) -> str:
    """A key that can stand in a header; one that cannot is refused without being shown."""
    if not written.isascii() or not written.isprintable():
        raise DetenteError("DETENTE_LLM_KEY holds characters that no key has", "copy it anew")
    return written


def _seconds(environment: Mapping[str, str]) -> float:
    written = environment.get("DETENTE_LLM_SECONDS", "").strip() or str(_SECONDS)
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _MOST_SECONDS:
        raise DetenteError(
            f'DETENTE_LLM_SECONDS "{written}" is no time to wait', "give seconds up to 600"
        )
    return seconds


def _is_here(host: str) -> bool:
    """Whether a host is this machine or in a private network."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return address.is_loopback or address.is_private
