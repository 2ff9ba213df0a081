"""Pages as they can be compared with one another."""

import re

_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"|data-seal="[^"]*"')


def plain(text: str) -> str:
    """Return the page without the tokens of its forms and its seal, which change with time."""
    return _TOKEN.sub("", text)
