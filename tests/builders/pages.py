"""Pages as they can be compared with one another."""

import re

_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"|data-seal="[^"]*"|made at [\d:]+')


def plain(text: str) -> str:
    """Return the page without the tokens of its forms and its seal, and without the time."""
    return _TOKEN.sub("", text)
