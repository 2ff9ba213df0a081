"""The application at hand, and its settings."""

from flask import Flask, current_app

from config import Settings


def this_app() -> Flask:
    """Return the application itself, for threads that outlive the present context."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return app


def this_settings() -> Settings:
    """Return the settings of this installation."""
    settings: Settings = current_app.extensions["folkmoot_settings"]
    return settings
