"""A server on this machine that speaks the chat completions of OpenAI, in their own format."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-loopback-0123456789"
MODEL = "small-reader"
Reply = tuple[int, bytes, Mapping[str, str]]
Saying = Callable[[dict[str, str]], "str | Reply"]


@dataclass
class Chat:
    """Where the server answers, and the requests it had."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)


def completion(content: object) -> Reply:
    """A whole answer: an envelope with one choice."""
    body = {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1_755_216_000, "model": MODEL,
        "choices": [{
            "index": 0, "finish_reason": "stop", "logprobs": None,
            "message": {"role": "assistant", "content": content, "refusal": None},
        }],
        "usage": {"prompt_tokens": 900, "completion_tokens": 20, "total_tokens": 920},
    }  # fmt: skip
    return 200, json.dumps(body).encode(), {"Content-Type": "application/json"}


def trouble(status: int, **head: str) -> Reply:
    """An error as the endpoint words it; the head's names with _ for -."""
    body = {"error": {"message": f"no: {KEY}", "type": "error", "param": None, "code": None}}
    return status, json.dumps(body).encode(), {k.replace("_", "-"): v for k, v in head.items()}


@contextmanager
def chat(saying: Saying, slow: float = 0.0) -> Iterator[Chat]:
    """The server, for as long as the block lasts; `saying` is given the remark."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append(asked)
            served.heads.append({name.lower(): value for name, value in self.headers.items()})
            time.sleep(slow)
            if self.path != "/v1/chat/completions":
                found: str | Reply = trouble(404)
            else:
                found = saying(json.loads(asked["messages"][-1]["content"]))
            status, body, head = completion(found) if isinstance(found, str) else found
            self.send_response(status)
            for name, value in head.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """One who has gone away before his answer came is no trouble."""

    server = Server(("127.0.0.1", 0), Handler)
    served = Chat(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
