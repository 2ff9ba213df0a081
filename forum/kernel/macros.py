"""The macro libraries of the templates, for all templates under one name."""

from typing import Any

from jinja2 import Environment, TemplateNotFound


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
