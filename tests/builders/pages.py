"""Pages as they can be compared with one another."""

import re

_TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


def plain(text: str) -> str:
    """Return the page without the tokens of its forms, which change with every second."""
    return _TOKEN.sub("", text)
