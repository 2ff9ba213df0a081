"""The application at hand."""

from flask import Flask, current_app


def this_app() -> Flask:
    """Return the application itself, for threads that outlive the present context."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return app
