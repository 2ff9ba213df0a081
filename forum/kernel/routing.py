"""What stands in addresses, held to what the database can be asked for."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from forum.kernel.db import HIGHEST_ID


def whole_number(text: str | None) -> int | None:
    """Return the number that an address or a form holds, cut to nine digits; None for no number."""
    return int(text[:9]) if text and text.isascii() and text.isdigit() else None


class Id(IntegerConverter):
    """A number that could be an id or a post's number."""

    def __init__(self, routes: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(routes, *args, **{"max": HIGHEST_ID, **kwargs})


class Name(UnicodeConverter):
    """A part of an address without NUL, which no name holds and PostgreSQL refuses to look for."""

    def __init__(self, routes: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(routes, *args, **kwargs)
        self.regex = self.regex.replace("[^/]", "[^/\x00]")


def init_routing(app: Flask) -> None:
    """Let addresses that nothing can stand behind lead nowhere; call it before adding any."""
    app.url_map.converters.update(int=Id, default=Name, string=Name)
