"""Pages as they can be compared with one another."""

import re

_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"|data-seal="[^"]*"|made at [\d:]+')


def plain(text: str) -> str:
    """Return the page without the tokens of its forms and its seal, and without the time."""
    return _TOKEN.sub("", text)


def main_of(text: str) -> str:
    """Return what the page itself says, without what stands around every page."""
    return plain(text).partition("<main")[2].partition("</main>")[0]
