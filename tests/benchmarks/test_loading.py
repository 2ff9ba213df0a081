"""What comes back from load."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks import loading
from benchmarks.browser import Browser, token_in
from benchmarks.figures import Load
from benchmarks.loading import Target, has_wrk, load, read_result


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = f"{self.path} {self.headers.get('Cookie', '')}".encode()
        self.send_response(500 if self.path == "/bad" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "seen=yes; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_result_of_wrk_is_read_from_its_last_line() -> None:
    told = 'Running 1s test\nRESULT {"requests": 500, "microseconds": 2000000, "p50": 1.5, "p95": 4, "errors": 2}\n'
    assert read_result(told) == Load(250, 1.5, 4, 2)


@pytest.mark.skipif(not has_wrk(), reason="wrk is not installed")
def test_wrk_asks_for_every_path_and_counts_what_fails(port: int) -> None:
    good = load(Target(port, ("/a", "/b"), "who=me"), 1)
    assert good.rate > 10
    assert good.errors == 0
    half = load(Target(port, ("/a", "/bad")), 1)
    assert half.errors > 0


def test_own_client_does_the_same(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "has_wrk", lambda: False)
    monkeypatch.setattr(loading, "CONNECTIONS", 2)
    found = load(Target(port, ("/a", "/bad")), 0.3)
    assert found.rate > 10
    assert found.errors > 0
    assert found.p50 <= found.p95


def test_browser_sends_back_the_cookies_that_it_got(port: int) -> None:
    browser = Browser(port, "who=me")
    assert browser.get("/a").text == "/a who=me"
    assert browser.get("/b").text == "/b who=me; seen=yes"
    browser.close()


def test_token_is_found_in_a_page() -> None:
    assert token_in('<input type="hidden" name="csrf_token" value="abc">') == "abc"
    with pytest.raises(LookupError):
        token_in("<p>No form</p>")
