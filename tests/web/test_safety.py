"""What a stranger's page, a stranger's name or a stranger's words cannot do."""

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML
from served import Tab, served, small_bench

from detente.case.starter import new_case
from detente.web.app import free_port
from detente.web.bench import make_bench
from detente.web.desk import open_desk
from detente.web.safety import MOST_BYTES

FREE = {"title", "name", "summary", "text", "act", "why", "source", "claim", "limits", "show"}
FREE |= {"verification", "words", "unit"}
HOSTILE = "</title><script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return small_bench(tmp_path_factory.mktemp("safe"), draws=2)


@pytest.fixture(scope="module")
def site(bench):
    with served(bench) as found:
        yield found


@pytest.fixture
def tab(site):
    return site.tab("first")


def post(tab: Tab, verb: str = "undo", **heads: str) -> httpx.Response:
    return tab.http.post(f"/do/{verb}", data=tab.known, headers=heads, follow_redirects=False)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8700", "127.0.0.1", "127.0.0.1:1", "192.0.2.1", ""]
)
def test_another_name_for_this_computer_is_refused(tab, host):
    for path in ("/", "/package/first", "/api/check"):
        reply = tab.http.get(path, headers={"host": host})
        assert reply.status_code in (400, 421), path
        assert "detente" not in reply.text


@pytest.mark.parametrize(
    "heads",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_another_sites_form_is_refused(tab, heads):
    assert post(tab, **heads).status_code == 403


def test_our_own_form_is_taken(tab, site):
    assert post(tab, origin=site.url, **{"sec-fetch-site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é" * 5, "0" * 5000])
def test_a_form_without_our_token_is_refused(tab, token):
    tab.known["token"] = token
    assert post(tab).status_code == 403


def test_another_site_cannot_embed_or_fetch(tab):
    heads = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert tab.http.get("/api/hold", headers=heads).status_code == 403
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert tab.http.get("/package/first", headers=link).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/package/..%2f..%2fetc%2fpasswd",
        "/package/%2e%2e/case",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2ferrors.py",
        "/package/first%00",
        "/draft/../../etc/passwd",
        "/job/..%2f..",
        "//etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_case(tab, path):
    reply = tab.http.get(path)
    assert reply.status_code in (404, 400)
    assert "root:" not in reply.text
    assert "def " not in reply.text


def test_every_reply_carries_the_headers(tab):
    for path in ("/package/first", "/nowhere", "/api/check", "/static/workbench.js"):
        heads = tab.http.get(path).headers
        policy = heads["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert heads["x-content-type-options"] == "nosniff"
        assert heads["x-frame-options"] == "DENY"


def test_a_request_that_is_too_long_is_refused(tab):
    reply = tab.http.post("/do/yaml", data={**tab.known, "text": "a" * (MOST_BYTES + 1)})
    assert reply.status_code == 413

    def endless():
        for _ in range(MOST_BYTES // 60_000 + 2):
            yield b"a" * 60_000

    assert tab.http.post("/do/yaml", content=endless()).status_code == 413


def test_a_flood_of_fields_is_refused(tab):
    body = "&".join(f"a{n}=1" for n in range(20_000)) + f"&token={tab.known['token']}"
    reply = tab.http.post("/do/edit", content=body)
    assert reply.status_code in (400, 403)


def test_hostile_words_are_shown_and_never_obeyed(tmp_path):
    folder = new_case("small", tmp_path)
    count = sum(map(hostile, folder.rglob("*.yaml")))
    assert count > 40
    with served(make_bench(open_desk(str(folder), 2, seed=1))) as site:
        tab = site.tab("first")
        pages = [tab.do("edit", **{"triggers/0/notice_days": "44"})]
        draft = tab.known["draft"]
        pages.append(tab.do("yaml", text=f"title: {HOSTILE!r}"))
        pages += [tab.get(f"/draft/{draft}{end}") for end in ("", "?parts&with=first", "/share")]
        parts = tab.get(f"/draft/{draft}/parts")
        (folder / "packages/first.yaml").write_text(f"title: {HOSTILE!r}", encoding="utf-8")
        tab.get(f"/draft/{draft}")
        pages.append(tab.do("save"))
        answer = tab.get("/api/check")
    for page in pages:
        assert page.status_code in (200, 409, 422)
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "&lt;script&gt;alert" in page.text
    for told in (parts, answer):
        assert told.headers["content-type"] == "application/json"
        assert told.headers["x-content-type-options"] == "nosniff"


def hostile(file: Path) -> int:
    """Puts a script into all that a file says in free words; tells into how many places."""
    data = YAML(typ="safe", pure=True).load(file)
    count = spoil(data)
    YAML(typ="safe", pure=True).dump(data, file)
    return count


def spoil(node: Any) -> int:
    parts = list(node.items() if isinstance(node, dict) else enumerate(node))
    count = 0
    for key, value in parts:
        if isinstance(value, dict | list):
            count += spoil(value)
        elif key in FREE and isinstance(value, str) and not (key == "name" and "role" not in node):
            node[key] = f"{value} {HOSTILE}"
            count += 1
    return count


def test_slow_clients_keep_nobody_waiting(tab, site):
    host, port = site.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(40)]
    for number, client in enumerate(slow):
        head = f"POST /do/edit HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 1000\r\n"
        client.sendall((head + ("\r\na=1" if number % 2 else "")).encode())
    try:
        assert tab.http.get("/package/first", timeout=20).status_code == 200
        assert tab.do("edit", **{"triggers/0/notice_days": "41"}).status_code == 200
    finally:
        for client in slow:
            client.close()


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['true']",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "[" * 5000,
        "\0",
        "format: detente/package/1",
        "",
        "- 1\n",
        "? {a: b}\n: c",
        "title: 'open",
    ],
)
def test_hostile_yaml_is_refused_with_a_reason(tab, text):
    reply = tab.do("yaml", text=text)
    assert reply.status_code == 422
    assert "packages/first.yaml" in reply.text


def test_a_path_that_is_no_control_moves_nothing(tab, bench):
    before = tab.get("/package/first/yaml").text
    hostile = {"__class__/__init__": "1", "format": "x", "modules/0/title": "x", "../x": "1"}
    page = tab.do("edit", **hostile)
    assert page.status_code == 200
    assert tab.get(f"/draft/{tab.known['draft']}/yaml").text == before


def test_only_this_computer_is_listened_to():
    listening = free_port(8790)
    assert listening.getsockname()[0] == "127.0.0.1"
    listening.close()


def test_a_taken_port_gives_way_to_the_next():
    first = free_port(8800)
    second = free_port(first.getsockname()[1])
    assert second.getsockname()[1] > first.getsockname()[1]
    first.close()
    second.close()
