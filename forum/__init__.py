"""Folkmoot, a threaded discussion forum for communities of practice.

This module is the only one that knows all packages.
"""

from importlib import import_module
from types import ModuleType
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from forum.accounts.current import init_current
from forum.kernel import markup
from forum.kernel.cookies import init_cookies
from forum.kernel.db import db, reading, unit_of_work
from forum.kernel.limits import Limiter
from forum.kernel.macros import Templates
from forum.kernel.requests import FormRequest
from forum.kernel.storage import open_storage
from forum.kernel.web import init_web, only_reads

PACKAGES = (
    "forum.accounts",
    "forum.accounts.pairs",
    "forum.accounts.queue",
    "forum.accounts.sanctions",
    "forum.accounts.agreement",
    "forum.accounts.factors",
    "forum.accounts.openid",
    "forum.accounts.recovery",
    "forum.accounts.circles",
    "forum.accounts.membership",
    "forum.accounts.guests",
    "forum.accounts.rights",
    "forum.discussion",
    "forum.discussion.pseudonyms",
    "forum.moderation",
    "forum.moderation.transparency",
    "forum.facilitation.asks",
    "forum.facilitation.welcome",
    "forum.facilitation.buddies",
    "forum.facilitation.rounds",
    "forum.facilitation.prompts",
    "forum.knowledge.search",
    "forum.outreach.notifications",
    "forum.outreach.live",
    "forum.admin",
    "forum.admin.imports",
    "forum.admin.claims",
)
PARTS = ("models", "listeners", "grants", "kept", "views", "web")


class Forum(Flask):
    """Flask with one transaction per request: returning commits, raising rolls back."""

    request_class = FormRequest
    jinja_environment = Templates

    def dispatch_request(self, *args: Any) -> Any:
        """Run the view in a transaction that may write only where the method and the view may."""
        with reading() if only_reads() else unit_of_work():
            return super().dispatch_request(*args)


def create_app(settings: Settings | None = None) -> Forum:
    """Build the application from settings, or from the environment.

    Raises SettingsError when the settings cannot be used.
    """
    settings = settings or Settings()
    app = Forum(
        "forum",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance.resolve()),
    )
    _configure(app, settings)
    db.init_app(app)
    init_web(app)
    init_current(app)
    CSRFProtect(app)
    init_cookies(app)
    _load_packages(app)
    return app


def _configure(app: Forum, settings: Settings) -> None:
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SECRET_KEY=settings.signing_key(),
        SQLALCHEMY_DATABASE_URI=settings.database,
        # A connection for every thread, for the worker, for the hub and for what was read: opening
        # one costs more than a page.
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": settings.threads + 3, "pool_pre_ping": False},
        SESSION_COOKIE_NAME="folkmoot",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.address.startswith("https://"),
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=90 * 24 * 3600,
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        # A long evening at one post must not end with a form that is refused.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["folkmoot_settings"] = settings
    markup.configure(settings.address)
    app.extensions["folkmoot_storage"] = open_storage(settings)
    app.extensions["folkmoot_limiter"] = Limiter(settings)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["settings"] = settings
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def import_parts() -> list[ModuleType]:
    """Import the parts of each package, which register themselves: tables, listeners, errands."""
    modules = []
    for package in PACKAGES:
        for part in PARTS:
            try:
                modules.append(import_module(f"{package}.{part}"))
            except ModuleNotFoundError as error:
                if error.name not in {package, f"{package}.{part}"}:
                    raise
    return modules


def _load_packages(app: Forum) -> None:
    """Import the parts of each package, and mount their pages."""
    for module in import_parts():
        for blueprint in getattr(module, "blueprints", ()):
            app.register_blueprint(blueprint)
        if module.__name__.endswith(".web"):
            module.init_web(app)
