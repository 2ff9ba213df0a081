"""The people of an archive, as placeholder members."""

from collections import Counter, defaultdict
from datetime import datetime

from forum.accounts.operations.placeholders import add_placeholder, find_placeholder
from forum.admin.imports.mail_archive.values import Author


class Writers:
    """Finds or makes the member behind each author of one source."""

    def __init__(self) -> None:
        self._names: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._members: dict[tuple[str, str], int] = {}
        self.added = 0

    def meet(self, author: Author) -> None:
        """Remember a name that the author used, before anything is written."""
        self._names[author.key][author.name] += 1

    def member_id(self, author: Author, source: str, since: datetime) -> int:
        """Return the id of the member who is the author here, inside the writing transaction."""
        if author.key not in self._members:
            self._members[author.key] = self._find_or_add(author, source, since)
        return self._members[author.key]

    def _find_or_add(self, author: Author, source: str, since: datetime) -> int:
        address, name = author.key
        found = find_placeholder(source, address, name)
        if found is None:
            found = add_placeholder(
                source=source,
                address=address,
                name=name,
                shown_name=self._usual_name(author),
                joined_at=since,
            )
            self.added += 1
        return found.claimed_by_id or found.id

    def _usual_name(self, author: Author) -> str:
        """Return the name that the author used most; the first of several equally used."""
        counted = self._names[author.key]
        named = [(count, name) for name, count in counted.items() if name]
        return max(named, key=lambda each: each[0])[1] if named else ""
