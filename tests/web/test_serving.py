"""The command: it takes the next free port, answers, and ends at Ctrl-C."""

import re
import signal
import subprocess
import sys

import httpx

from detente.case.starter import new_case
from detente.web.app import free_port


def test_it_serves_until_it_is_stopped(tmp_path):
    case = new_case("small", tmp_path)
    taken = free_port(8810)
    port = taken.getsockname()[1]
    line = [sys.executable, "-m", "detente", "serve", str(case), "--no-browser"]
    line += ["--port", str(port), "--draws", "4"]
    with taken, subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as server:
        said = []
        assert server.stderr is not None
        for words in server.stderr:
            said.append(words)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", words):
                break
        assert any(f"port {port} is taken" in words for words in said)
        assert found is not None
        assert int(found[1]) > port
        page = httpx.get(found[0], follow_redirects=True, timeout=60)
        assert page.status_code == 200
        server.send_signal(signal.SIGINT)
        rest = server.stderr.read()
        assert server.wait(20) == 0
        assert rest.endswith("stopped; drafts that were not saved are gone\n")


def test_a_case_that_is_not_there_is_told_as_by_every_command(tmp_path):
    line = [sys.executable, "-m", "detente", "serve", str(tmp_path / "none"), "--no-browser"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such folder" in done.stderr
