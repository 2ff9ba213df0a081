"""The floor: a bare Flask view on the server, the workers and the settings of the forum."""

from functools import lru_cache

from flask import Flask
from gunicorn.app.base import BaseApplication

from config import Settings
from forum.admin.serving import server_options


@lru_cache(maxsize=100)
def page_of(size: int) -> str:
    """Return a page of so many bytes."""
    return "x" * size


def create_floor() -> Flask:
    """Return an application that answers as many bytes as the address asks for."""
    app = Flask("floor")

    @app.get("/<int:size>")
    def answer(size: int) -> str:
        return page_of(size)

    return app


class FloorServer(BaseApplication):  # type: ignore[misc]
    """The floor behind gunicorn, set up as the forum is."""

    def load_config(self) -> None:
        """Tell gunicorn what it is told for the forum."""
        for name, value in server_options(Settings()).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application that every process serves."""
        return create_floor()


if __name__ == "__main__":
    FloorServer().run()
