"""How templates are made: what all of them know, and the macro libraries under one name."""

from collections.abc import MutableMapping
from typing import Any

from flask import templating
from jinja2 import Environment, TemplateNotFound


class Templates(templating.Environment):
    """Flask's environment, in which all templates share what all of them know.

    Jinja lays a layer for each template's own over it, which none of ours has, and goes through
    both layers name by name whenever a template is rendered or included.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows before it is told anything."""
        return super().make_globals(d) if d else self.globals


class Macros:
    """`macros.forms` is the library `macros/forms.html`, and so on, loaded when first used.

    A template that imports a library makes Jinja compare what both know at every rendering, which
    takes longer than what the macros do.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        try:
            library = self._environment.get_template(f"macros/{name}.html").module
        except TemplateNotFound:
            raise AttributeError(name) from None
        if not self._environment.auto_reload:
            setattr(self, name, library)
        return library
