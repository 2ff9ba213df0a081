"""Finding the places in the code that ask who sees something, each to be taken away in turn.

They are found by the words that all of them use: the conditions that statements are built from,
and the rules whose names begin with `may_see`. Whoever writes a new one finds a failing test.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.leaks.mutations import ROOT, Clause

CONDITIONS = frozenset({"VISIBLE", "LISTED", "NOT_KEPT_BACK", "_IS_READABLE"})
ASKED = frozenset({"is_listed_for", "exists_for"})
SELECTED = frozenset(
    {
        "select_visible_threads",
        "select_listed_threads",
        "select_visible_posts",
        "select_listed_posts",
    }
)
WRITTEN_OUT = "forum/discussion/queries/threads.py"
"""Where the conditions are made: its clauses are written out by hand."""
_TRUE = '__import__("sqlalchemy").true()'
_SYSTEM = '__import__("forum.accounts.values", fromlist=["SYSTEM"]).SYSTEM'
_ALLOWED = 'return __import__("forum.kernel.verdicts", fromlist=["ALLOWED"]).ALLOWED\n    '


def found_in_code() -> list[Clause]:
    """Return every place that asks, with what stands there when it asks no more."""
    files = sorted(path for path in (ROOT / "forum").rglob("*.py"))
    return [clause for path in files for clause in _found_in(path)]


def _found_in(path: Path) -> Iterator[Clause]:
    source = path.read_text()
    name = str(path.relative_to(ROOT))
    module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    seen: Counter[str] = Counter()
    for statement in ast.parse(source).body:
        for node, instead in _asking(statement, name):
            at = lines[node.lineno - 1] + _letters(source, lines[node.lineno - 1], node.col_offset)
            last = lines[(node.end_lineno or 1) - 1]
            end = last + _letters(source, last, node.end_col_offset or 0)
            is_rule = instead is _ALLOWED
            about = f"{module.removeprefix('forum.')}: {_called(statement)}"
            about += "" if is_rule else f", {_word(node)}"
            seen[about] += 1
            if seen[about] > 1:
                about += f" ({seen[about]})"
            code = "" if is_rule else source[at:end]
            yield Clause(about, module, code, instead, at=at)


def _letters(source: str, begin: int, columns: int) -> int:
    """Return how many letters so many bytes of a line are."""
    return len(source[begin:].encode()[:columns].decode()) if columns else 0


def _asking(statement: ast.stmt, name: str) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Return the parts of a statement that ask, and what stands for each."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return
    if isinstance(statement, ast.FunctionDef) and statement.name.startswith("may_see_"):
        body = statement.body
        yield body[1] if isinstance(body[0], ast.Expr) and len(body) > 1 else body[0], _ALLOWED
    if name == WRITTEN_OUT:
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and node.id in CONDITIONS and isinstance(node.ctx, ast.Load):
            yield node, _TRUE
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ASKED:
                yield node, _TRUE
            elif node.func.id in SELECTED:
                yield node.args[0], _SYSTEM


def _called(statement: ast.stmt) -> str:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return "?"


def _word(node: ast.expr | ast.stmt) -> str:
    return ast.unparse(node).partition("(")[0]
