"""A reader's browser, which asks every address once and remembers what was found there."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient

from tests.builders.pages import plain
from tests.leaks.words import ENDS, all_secrets

SIGNS = 3  # redirects that are followed: an address, its true form, the place of reading
_SECRETS = re.compile("|".join(all_secrets()))


def told_in(shown: str) -> frozenset[str]:
    """Return the planted words that show in a text; most texts have not even the end of one."""
    if not any(end in shown for end in ENDS):
        return frozenset()
    return frozenset(_SECRETS.findall(shown))


class PageError(Exception):
    """A page that answers as none may, whatever is asked for; what was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader gets at an address."""

    status: int
    text: str
    """Without the tokens of forms, which change with time."""
    location: str
    told: frozenset[str]
    """The planted words that show in it, headers and bytes of files among them."""


class Browsing:
    """A reader's browser: most addresses are no thing's own, and are asked once for all things."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._known: dict[str, Answer] = {}

    def get(self, address: str) -> Answer:
        """Return what the reader got there."""
        if address not in self._known:
            self._known[address] = self.fresh(address)
        return self._known[address]

    def fresh(self, address: str) -> Answer:
        """Return what the reader gets there now."""
        answer = self._client.get(address)
        _refuse_failure(answer.status_code, address)
        shown = f"{answer.get_data().decode('utf-8', 'replace')} {answer.headers}"
        location = answer.headers.get("Location", "")
        return Answer(answer.status_code, plain(answer.text), location, told_in(shown))

    def post(self, address: str) -> Answer:
        """Return what the reader gets who sends an empty form there."""
        answer = self._client.post(address)
        _refuse_failure(answer.status_code, address)
        location = answer.headers.get("Location", "")
        return Answer(answer.status_code, plain(answer.text), location, frozenset())

    def place_of(self, secrets: frozenset[str], address: str) -> str:
        """Return the address where one of the words shows, redirects followed, or nothing."""
        sought = address
        for _ in range(SIGNS):
            answer = self.get(sought)
            if any(word not in sought for word in answer.told & secrets):
                return sought
            is_led_on = answer.status in {301, 302, 303, 308}
            if not is_led_on or answer.location.startswith("/login"):
                return ""
            sought = answer.location.split("#", 1)[0]
        return ""


def _refuse_failure(status: int, address: str) -> None:
    if status >= 500:
        raise PageError(f"{address} answers {status}")
