"""Code blocks, coloured by Pygments with a small set of classes."""

from functools import cache
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString, code_escape
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token

# Longer code is shown without colours: some lexers are slow on what is not really their language.
LONGEST_COLOURED = 12_000

LANGUAGES = {
    name: lexer
    for lexer, names in {
        "bash": "bash sh shell zsh",
        "c": "c h",
        "console": "console shell-session",
        "cpp": "cpp c++",
        "csharp": "csharp c# cs",
        "css": "css",
        "diff": "diff patch",
        "go": "go golang",
        "html": "html xml svg",
        "http": "http",
        "ini": "ini cfg",
        "java": "java",
        "javascript": "javascript js",
        "json": "json",
        "make": "make makefile",
        "markdown": "markdown md",
        "php": "php",
        "pycon": "pycon",
        "python": "python py python3",
        "pytb": "pytb traceback",
        "r": "r",
        "ruby": "ruby rb",
        "rust": "rust rs",
        "sql": "sql",
        "tex": "tex latex",
        "toml": "toml",
        "typescript": "typescript ts",
        "yaml": "yaml yml",
    }.items()
    for name in names.split()
}

# Pygments knows some eighty short names; these are all that a style sheet has to cover.
CLASSES = {
    Token.Comment: "c",
    Token.Comment.Preproc: "cp",
    Token.Generic.Deleted: "gd",
    Token.Generic.Emph: "ge",
    Token.Generic.Heading: "gh",
    Token.Generic.Inserted: "gi",
    Token.Generic.Output: "go",
    Token.Generic.Prompt: "gp",
    Token.Generic.Strong: "gs",
    Token.Generic.Subheading: "gh",
    Token.Generic.Traceback: "gt",
    Token.Keyword: "k",
    Token.Keyword.Type: "kt",
    Token.Literal: "l",
    Token.Literal.Number: "m",
    Token.Literal.String: "s",
    Token.Name.Attribute: "na",
    Token.Name.Builtin: "nb",
    Token.Name.Class: "nc",
    Token.Name.Constant: "no",
    Token.Name.Decorator: "nd",
    Token.Name.Exception: "ne",
    Token.Name.Function: "nf",
    Token.Name.Tag: "nt",
    Token.Name.Variable: "nv",
    Token.Operator: "o",
    Token.Operator.Word: "k",
}


def add_code_block(parent: Element, code: str, language: str = "") -> None:
    """Add a code block to a tree; a language that is not on our list leaves it without colours."""
    element = SubElement(SubElement(parent, "pre"), "code")
    known = LANGUAGES.get(language.lower())
    if known is None:
        element.text = AtomicString(code_escape(code))
        return
    element.set("class", f"language-{known}")
    if len(code) > LONGEST_COLOURED:
        element.text = AtomicString(code_escape(code))
    else:
        _colour(element, code, known)


def _colour(element: Element, code: str, language: str) -> None:
    last: Element | None = None
    for kind, value in _lexer(language).get_tokens(code):
        name = _class_of(kind)
        text = code_escape(value)
        if name and last is not None and last.get("class") == name and not last.tail:
            last.text = AtomicString(f"{last.text}{text}")
        elif name:
            last = SubElement(element, "span", {"class": name})
            last.text = AtomicString(text)
        elif last is None:
            element.text = AtomicString(f"{element.text or ''}{text}")
        else:
            last.tail = AtomicString(f"{last.tail or ''}{text}")


def _lexer(language: str) -> Lexer:
    """Make a lexer anew each time: some keep state, and threads must not share it."""
    return get_lexer_by_name(language, ensurenl=False, stripnl=False)


@cache
def _class_of(kind: object) -> str | None:
    while kind:
        if kind in CLASSES:
            return CLASSES[kind]
        kind = getattr(kind, "parent", None)
    return None
