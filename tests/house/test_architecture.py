"""What holds for the whole house: where things stand, and that its pages about itself are true."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from config import ROOT, Settings
from forum import Forum
from tools import events

MODULES = sorted((ROOT / "forum").rglob("*.py"))
WITHOUT_FLASK = {"models", "values", "rules", "events", "queries", "operations"}
LONGEST_FILE = 350
FOLDERS = {"benchmarks", "builders", "hostile", "house", "journeys"}
STORIES = {
    "test_claims",
    "test_commonmark",
    "test_guests_of_cases",
    "test_pages",
    "test_pages_render",
    "test_proof",
    "test_queue",
    "test_real_archive",
    "test_two_at_once",
    "test_visibility",
}
"""Tests that go through several modules at once, and are named after what they tell."""


def of_kind(*names: str) -> Iterator[Path]:
    """Go through the modules with one of these names, or in a folder that has it."""
    for path in MODULES:
        parts = path.relative_to(ROOT / "forum").with_suffix("").parts
        if not parts[0].startswith("kernel") and set(parts[1:]) & set(names):
            yield path


def names_imported(path: Path) -> Iterator[str]:
    """Go through the names of the modules that a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_pages_hand_in_what_members_write() -> None:
    """What would wait for a facilitator is posted by no page past the question whether it does."""
    straight = re.compile(r"operations\.(posts|threads) import [^)]*\b(reply|start_thread)\b")
    wrong = [path for path in of_kind("views") if straight.search(path.read_text())]
    assert wrong == []


def test_only_the_kernel_commits() -> None:
    wrong = [
        path
        for path in MODULES
        if "session.commit(" in path.read_text() and "kernel" not in path.parts
    ]
    assert wrong == []


def test_what_knows_the_domain_does_not_know_flask() -> None:
    wrong = [
        (path, name)
        for path in of_kind(*WITHOUT_FLASK)
        for name in names_imported(path)
        if name.partition(".")[0] in {"flask", "flask_login", "flask_wtf", "wtforms"}
    ]
    assert wrong == []


def test_views_and_forms_hold_no_queries() -> None:
    asks = re.compile(
        r"\bselect\(|\bsession\.(?!get\(\"next\"\)|clear|permanent|pop)(?:get|query|scalar|execute)"
    )
    wrong = [path for path in of_kind("views", "forms") if asks.search(path.read_text())]
    assert wrong == []


def test_rules_ask_no_database() -> None:
    wrong = [
        (path, name)
        for path in of_kind("rules")
        for name in names_imported(path)
        if name.startswith("sqlalchemy") or name == "forum.kernel.db"
    ]
    assert wrong == []


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    wrong = [path for path in MODULES if len(path.read_text().splitlines()) > LONGEST_FILE]
    assert wrong == []


def test_every_event_says_what_happened(app: Forum) -> None:
    kinds = [kind for path in of_kind("events") for kind in events.event_kinds(module_of(path))]
    assert len(kinds) > 40
    assert [kind for kind in kinds if not (kind.__doc__ or "").endswith((".", ".\n    "))] == []
    assert [kind for kind in kinds if not kind.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]


def module_of(path: Path) -> ModuleType:
    """Return the module of a file that the application has imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return sys.modules[".".join(parts).removesuffix(".__init__")]


def test_page_of_events_is_what_the_code_says(app: Forum) -> None:
    assert events.PAGE.read_text() == events.page(), "run: python -m tools.events"


def test_every_test_stands_beside_what_it_tests() -> None:
    wrong = [path for path in (ROOT / "tests").rglob("test_*.py") if not has_its_place(path)]
    assert wrong == []


def has_its_place(path: Path) -> bool:
    """Tell whether a test is named after a module of its package, or is a known story."""
    folder, name = path.relative_to(ROOT / "tests").parent, path.stem.removeprefix("test_")
    if path.stem in STORIES or set(folder.parts[:1]) & FOLDERS:
        return True
    package = ROOT / "forum" / folder
    return any(package.rglob(f"{name}.py")) or any(each.is_dir() for each in package.rglob(name))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_for_hosts(name: str) -> None:
    variable = Settings.model_fields[name].validation_alias or f"FOLKMOOT_{name.upper()}"
    assert f"`{variable}`" in (ROOT / "docs" / "hosts.md").read_text()


def test_pages_for_hosts_name_no_setting_that_is_not_there() -> None:
    known = {f"FOLKMOOT_{name.upper()}" for name in Settings.model_fields}
    known |= {f"FOLKMOOT_TEST_{name}" for name in ("DATA", "DATABASE", "REDIS", "SLOWER")}
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        name for page in pages for name in re.findall(r"\bFOLKMOOT_[A-Z_]+\b", page.read_text())
    }
    assert named - known == set()


def test_every_script_has_its_plain_way_written_down() -> None:
    page = (ROOT / "docs" / "no-javascript.md").read_text()
    scripts = (ROOT / "static" / "js").glob("*.js")
    assert [script.name for script in scripts if f"`{script.name}`" not in page] == []


def test_every_template_is_shown_somewhere() -> None:
    folder = ROOT / "templates"
    sources = [*MODULES, *folder.rglob("*.html")]
    text = "\n".join(path.read_text() for path in sources)
    names = [str(path.relative_to(folder)) for path in folder.rglob("*.html")]
    shown = {*re.findall(r"[\w/]+\.html", text), *re.findall(r"\bmacros\.\w+", text)}
    assert [name for name in names if not {name, name[:-5].replace("/", ".")} & shown] == []
    letters = [path.parent.name for path in folder.rglob("subject.txt")]
    assert [name for name in letters if f'"{name}"' not in text] == []
