"""Filling the matrix: asking every address as every reader, and comparing with what must be."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from forum.knowledge.search.commands import _reader
from forum.knowledge.search.indexing import search_engine
from forum.knowledge.search.results import search_for
from tests.builders.mail import letters
from tests.leaks.browsing import Answer, Browsing
from tests.leaks.channels import COUNTED, NOWHERE, addresses, channel_of_routes, filled
from tests.leaks.readers import READERS, Community
from tests.leaks.things import Thing
from tests.leaks.words import Words

MISSING = 987_654
IDS = (
    "thread_id",
    "post_id",
    "file_id",
    "conversation_id",
    "draft_id",
    "bookmark_id",
    "item_id",
    "commitment_id",
    "prompt_id",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of thing, one kind of reader, one channel: what must be, and what was found."""

    thing: str
    reader: str
    channel: str
    must_see: bool
    is_right: bool
    where: str = ""

    @property
    def failure(self) -> str:
        """Say what is wrong with it."""
        must = "must see" if self.must_see else "must not see"
        return f"{self.reader} {must} the {self.thing} in {self.channel}: {self.where}"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of one thing as one reader; no channels means all of them."""

    community: Community
    browser: Browsing
    reader: str
    thing: Thing
    leading: tuple[int, ...]
    """Threads in the open that lead to things."""
    channels: frozenset[str] = frozenset()

    @property
    def sees(self) -> bool:
        """Tell whether the reader must see the thing."""
        return self.reader in self.thing.sees

    def is_about(self, channel: str) -> bool:
        """Tell whether this channel is asked."""
        return not self.channels or channel in self.channels


def cells_of(asking: Asking) -> Iterator[Cell]:
    """Fill the cells of one thing and one reader."""
    yield from _told(asking)
    for channel, wrong in COMPARED.items():
        if asking.is_about(channel) and (found := wrong(asking)) is not None:
            thing, reader = asking.thing.kind, asking.reader
            yield Cell(thing, reader, channel, False, not found, found)


def _told(asking: Asking) -> Iterator[Cell]:
    """Look for the planted words behind every address."""
    thing, reader = asking.thing, asking.reader
    secrets = frozenset(thing.words.secrets)
    told: dict[str, str] = {}
    for channel, address in _places(asking):
        told[channel] = told.get(channel) or asking.browser.place_of(secrets, address)
    must = thing.channels & thing.only_for.get(reader, thing.channels)
    never = thing.never_for.get(reader, frozenset())
    for channel, where in told.items():
        if channel in thing.may_meet.get(reader, frozenset()):
            continue
        if not asking.sees or channel in never:
            yield Cell(thing.kind, reader, channel, False, not where, where)
        elif channel in must:
            yield Cell(thing.kind, reader, channel, True, bool(where), "nowhere in it")


def _places(asking: Asking) -> Iterator[tuple[str, str]]:
    for channel, address in addresses(asking.thing.values, asking.thing.words):
        if asking.is_about(channel):
            yield channel, address
    if asking.is_about("links"):
        yield from (("links", f"/t/any/{id_}") for id_ in asking.leading)


def _counted(asking: Asking) -> str | None:
    """Compare what is said of a planted word with what is said of a word that stands nowhere."""
    if asking.sees:
        return None
    for question, places in COUNTED:
        for place in places:
            word = asking.thing.words.typed(place)
            asked, idle = question.format(word=word), question.format(word=NOWHERE)
            if not _are_alike(asking.browser, (asked, word), (idle, NOWHERE)):
                return asked
    tag = asking.thing.words.both("tag").replace(" ", "-")
    pages = ((f"/tag/{tag}", tag), (f"/tag/{NOWHERE}", NOWHERE))
    return "" if _are_alike(asking.browser, *pages) else pages[0][0]


def _existence(asking: Asking) -> str | None:
    """Compare what a reader gets for the thing with what they get for one that is not there."""
    thing, reader = asking.thing, asking.reader
    if reader in thing.sees | thing.exists_for:
        return None
    absent = {**thing.values, **{name: MISSING for name in IDS if name in thing.values}}
    missing = dict(_addresses_of_ids(absent, thing.words))
    for rule, address in _addresses_of_ids(thing.values, thing.words):
        is_asked = reader in thing.asked and rule.startswith("/cases/")
        if is_asked or _are_alike(asking.browser, (address, address), (missing[rule],) * 2):
            continue
        return address
    return ""


def _are_alike(browser: Browsing, mine: tuple[str, str], other: tuple[str, str]) -> bool:
    """Compare the answers at two addresses, each less the word that was typed into it.

    What the reader has looked at meanwhile is written down now and then, and changes the head of
    pages: where they differ, both are asked anew, one right after the other. What tells differs always.
    """
    return any(
        _bare(get(mine[0]), mine[1]) == _bare(get(other[0]), other[1])
        for get in (browser.get, *(browser.fresh,) * 4)
    )


def _bare(answer: Answer, typed: str) -> tuple[int, str]:
    """Return an answer without what was typed, which it may repeat."""
    return answer.status, answer.text.replace(quote(typed, safe=""), "…").replace(typed, "…")


def _addresses_of_ids(values: dict[str, object], words: Words) -> Iterator[tuple[str, str]]:
    """Return the addresses that name the thing by its number, by their routes."""
    for rule in channel_of_routes():
        if any(f":{name}>" in rule for name in IDS if name in values):
            yield rule, filled(rule, values, words)


def _written_to(asking: Asking) -> str | None:
    """Look through the letters to a reader that wait, or were sent."""
    if asking.sees or asking.reader not in asking.community.members:
        return None
    address, secrets = asking.community.address(asking.reader), asking.thing.words.secrets
    texts = [f"{letter.subject} {letter.text}" for letter in letters(address)]
    return "a letter" if any(word in text for text in texts for word in secrets) else ""


def _by_command(asking: Asking) -> str | None:
    """Search from the command line, as whoever runs the server can on behalf of anybody."""
    members, thing = asking.community.members, asking.thing
    if asking.reader not in members or asking.reader == "suspended" or thing.is_told_by_command:
        return None
    person = _reader(members[asking.reader].handle)
    results = search_for(thing.words.typed("body"), person, search_engine())
    shown = " ".join(str(card) for card in results.cards)
    return "forum search --as" if any(word in shown for word in thing.words.secrets) else ""


COMPARED: dict[str, Callable[[Asking], str | None]] = {
    "existence": _existence,
    "counts": _counted,
    "letters": _written_to,
    "commands": _by_command,
}
"""Channels that are no single address: each says where something is wrong, None for no cell."""


def lines_of_table(found: Iterable[Cell]) -> Iterator[str]:
    """Return the matrix as lines: one for each thing and channel, a column for each reader."""
    cells = list(found)
    rows: dict[tuple[str, str], dict[str, Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.thing, cell.channel), {})[cell.reader] = cell
    yield f"{'thing':22}{'channel':16}" + "".join(f"{reader[:12]:>14}" for reader in READERS)
    for (thing, channel), by_reader in sorted(rows.items()):
        marks = "".join(f"{_mark(by_reader.get(reader)):>14}" for reader in READERS)
        yield f"{thing[:21]:22}{channel:16}{marks}"
    failed = [cell for cell in cells if not cell.is_right]
    yield from (f"FAILED: {cell.failure}" for cell in failed)
    yield f"{len(cells) - len(failed)} cells passed, {len(failed)} failed"


def _mark(cell: Cell | None) -> str:
    if cell is None:
        return "·"
    return ("sees" if cell.must_see else "–") if cell.is_right else "FAILED"
