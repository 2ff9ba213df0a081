"""The small signs of Markdown's text: backslash escapes and entities, where they stand outside running text."""

import html
import re
import string

ESCAPED = re.compile(rf"\\([{re.escape(string.punctuation)}])")


def unescaped(text: str) -> str:
    """Resolve backslash escapes and entities in an address, a title or the name of a language."""
    if "\\" in text:
        text = ESCAPED.sub(r"\1", text)
    return html.unescape(text) if "&" in text else text
