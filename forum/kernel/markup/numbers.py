"""Numbers of posts in a rendered text, such as #12, as links to these posts of one thread."""

import re

_PARTS = re.compile(r"(<[^>]*>)")
_CLOSED_TO_LINKS = re.compile(r"<(/?)(?:a|code|pre)[\s>]")
_NUMBER = re.compile(r"(?<![\w#&/])#([1-9]\d{0,8})(?!\w)")


def link_post_numbers(html: str, *, thread_id: int, last: int) -> str:
    """Return safe HTML in which #1 to #`last` lead to posts, as neutral markers.

    What stands in code or in a link already stays as it is.
    """

    def linked(found: re.Match[str]) -> str:
        if int(found[1]) > last:
            return found[0]
        facts = f'data-post="{found[1]}" data-thread="{thread_id}"'
        address = f"/t/{thread_id}/{found[1]}"
        return f'<a class="thread-link has-words" {facts} href="{address}">{found[0]}</a>'

    inside = 0
    parts = _PARTS.split(html)
    for index, part in enumerate(parts):
        if tag := _CLOSED_TO_LINKS.match(part):
            inside += -1 if tag[1] else 1
        elif not inside and "#" in part and not part.startswith("<"):
            parts[index] = _NUMBER.sub(linked, part)
    return "".join(parts)
