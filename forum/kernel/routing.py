"""What stands in addresses, held to what the database can be asked for."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

HIGHEST_ID = 2**31 - 1
"""The highest number that PostgreSQL keeps in an id; beyond it there is nothing to look up."""


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
