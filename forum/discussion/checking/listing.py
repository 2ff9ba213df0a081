"""The member's own list of names, as they type it: one to a line, `Maria Kowalska = client A`."""

from collections.abc import Iterable

from forum.discussion.checking.placeholders import lettered
from forum.discussion.checking.values import (
    LONGEST_NAME,
    LONGEST_PLACEHOLDER,
    MOST_NAMES,
    DeniedName,
    Kind,
)
from forum.kernel.errors import Invalid
from forum.kernel.markup import refuse_broken

LONGEST_LIST = MOST_NAMES * (LONGEST_NAME + LONGEST_PLACEHOLDER + 4)


def read_names(typed: str) -> tuple[DeniedName, ...]:
    """Return the names of a list, each once, each with what to write instead.

    Raises Invalid for the field "names". A name without a placeholder gets the next free letter;
    a placeholder that is one word gets a letter too.
    """
    refuse_broken("names", typed)
    if len(typed) > LONGEST_LIST:
        raise Invalid("names", f"The list is too long: at most {MOST_NAMES} names.")
    lines = [(number, " ".join(line.split())) for number, line in enumerate(typed.split("\n"), 1)]
    pairs: dict[str, str] = {}
    for number, line in lines:
        name, _, placeholder = (part.strip() for part in line.partition("="))
        if name or placeholder:
            pairs[_checked(name, number)] = _checked_placeholder(placeholder, number)
    if len(pairs) > MOST_NAMES:
        raise Invalid(
            "names", f"The list holds at most {MOST_NAMES} names; these are {len(pairs)}."
        )
    used = set(pairs.values())
    return tuple(
        DeniedName(name, placeholder or lettered(Kind.NAME, used))
        for name, placeholder in pairs.items()
    )


def written_names(names: Iterable[DeniedName]) -> str:
    """Return the list as its member sees it again."""
    return "\n".join(f"{name.name} = {name.placeholder}" for name in names)


def _checked(name: str, line: int) -> str:
    if sum(letter.isalnum() for letter in name) < 2:
        raise Invalid("names", f"Line {line}: a name needs two letters at least.")
    if len(name) > LONGEST_NAME:
        raise Invalid("names", f"Line {line}: a name has at most {LONGEST_NAME} letters.")
    return name


def _checked_placeholder(placeholder: str, line: int) -> str:
    placeholder = placeholder.strip("[] ")
    if len(placeholder) > LONGEST_PLACEHOLDER:
        sentence = f"what stands instead has at most {LONGEST_PLACEHOLDER} letters."
        raise Invalid("names", f"Line {line}: {sentence}")
    if not all(letter.isalnum() or letter in " -." for letter in placeholder):
        sentence = "what stands instead is made of letters, digits, spaces and hyphens."
        raise Invalid("names", f"Line {line}: {sentence}")
    return placeholder
