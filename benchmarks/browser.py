"""A browser without scripts: one connection, cookies, and the secret of its forms."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

from benchmarks.server import HOST

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, and how many seconds that took."""

    status: int
    text: str
    size: int
    seconds: float


class Browser:
    """Somebody at a page."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = HTTPConnection(HOST, port, timeout=30)
        self._cookies = dict(pair.split("=", 1) for pair in cookie.split("; ") if pair)

    @property
    def cookie(self) -> str:
        """Return what the browser sends along."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields))

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = perf_counter() - began
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return Answer(answer.status, content.decode(), len(content), seconds)


def token_in(page: str) -> str:
    """Return the token that the forms of a page carry. Raises LookupError when there is none."""
    found = TOKEN.search(page)
    if found is None:
        raise LookupError("The page holds no form of ours.")
    return found[1]
