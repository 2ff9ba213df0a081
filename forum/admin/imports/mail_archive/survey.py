"""The first look at an archive: what its heads together tell about its lists."""

from collections import Counter
from dataclasses import dataclass, field

from forum.admin.imports.mail_archive.headers import Head, decode_words
from forum.admin.imports.mail_archive.people import count_strangers, lists_named_in, parse_person
from forum.admin.imports.mail_archive.subjects import tag_of
from forum.admin.imports.mail_archive.values import ListFacts

STRANGERS_AT_ONE_ADDRESS = 4
"""So many people with nothing in common at one address: nobody's own."""

_MAX_NAMES = 40
_OFTEN = 0.2


@dataclass(slots=True)
class Survey:
    """Collects facts from one head after another."""

    messages: int = 0
    names: dict[str, set[str]] = field(default_factory=dict)
    named_lists: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)

    def take(self, head: Head) -> None:
        """Take in one message's head."""
        self.messages += 1
        address, name = parse_person(head.text("from"))
        names = self.names.setdefault(address.casefold(), set())
        if len(names) < _MAX_NAMES:
            names.add(name)
        self.named_lists.update(lists_named_in(head))
        if tag := tag_of(decode_words(head.text("subject", 400))):
            self.tags[tag] += 1

    def facts(self, known_lists: frozenset[str] = frozenset()) -> ListFacts:
        """Judge what was collected; `known_lists` are addresses that earlier runs found."""
        tags = {tag for tag, count in self.tags.items() if self._is_list_tag(tag, count)}
        shared = {
            address for address, names in self.names.items() if self._is_shared(address, names)
        }
        shared |= set(known_lists) | set(self.named_lists)
        return ListFacts(frozenset(shared - {""}), frozenset(tags))

    def _is_list_tag(self, tag: str, count: int) -> bool:
        locals_named = {address.partition("@")[0] for address in self.named_lists}
        return tag in locals_named or (count > 1 and count >= self.messages * _OFTEN)

    def _is_shared(self, address: str, names: set[str]) -> bool:
        strangers = count_strangers(names, STRANGERS_AT_ONE_ADDRESS)
        if strangers >= STRANGERS_AT_ONE_ADDRESS:
            return True
        # The list's name before every subject, and at the address: few messages are proof enough.
        local = address.partition("@")[0]
        return self.tags[local] > 1 and strangers > 1
