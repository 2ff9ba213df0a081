"""Write docs/events.md: every event of the house, and who listens to it.

`python -m tools.events` writes the page; a test of the house compares it with what is registered.
"""

import inspect
from importlib import import_module
from pathlib import Path
from types import ModuleType

from config import ROOT
from forum import PACKAGES
from forum.kernel.events import listeners_of

PAGE = ROOT / "docs" / "events.md"
HEAD = """# Events

What the packages announce, and who listens. `python -m tools.events` writes this page from the code.
An event that nobody listens to is there for the packages to come.
"""


def page() -> str:
    """Return the page as it should be; the application must have been built before."""
    modules = [module for package in PACKAGES if (module := _events_of(package))]
    return "\n".join([HEAD, *(_section(module) for module in modules)])


def event_kinds(module: ModuleType) -> list[type]:
    """Return the events that a module declares, in its order."""
    return [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if f"{kind.__module__}.".startswith(f"{module.__name__}.")
    ]


def _events_of(package: str) -> ModuleType | None:
    place = Path(ROOT, *package.split("."))
    if not any((place / name).exists() for name in ("events.py", "events/__init__.py")):
        return None
    return import_module(f"{package}.events")


def _section(module: ModuleType) -> str:
    name = module.__name__.removeprefix("forum.").removesuffix(".events")
    rows = [
        f"| `{kind.__name__}` | {_about(kind)} | {_listeners(kind)} |"
        for kind in event_kinds(module)
    ]
    return "\n".join(
        [f"## {name}", "", "| event | what happened | who listens |", "|---|---|---|", *rows, ""]
    )


def _about(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _listeners(kind: type) -> str:
    names = sorted(
        f"`{listener.__module__.removeprefix('forum.')}.{listener.__qualname__}`"
        for listener in listeners_of(kind)
        if listener.__module__.startswith("forum.")
    )
    return ", ".join(names)


def main() -> None:
    """Write the page."""
    from forum import create_app  # noqa: PLC0415 -- building the application registers the listeners

    create_app()
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
