"""The keys that do something on pages, as the page of keys and its dialog list them.

static/js/keys.js does them; a test holds the two together. They are those that people know from
other forums of this kind.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One way to press something: a key, or two of them one after the other."""

    press: str
    about: str
    address: str = ""
    """Where it leads, if it is a way to a page."""

    @property
    def strokes(self) -> tuple[str, ...]:
        """Return the keys one by one."""
        return tuple(self.press.split())


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys for one kind of thing."""

    title: str
    keys: tuple[Key, ...]


KEYS = (
    KeyGroup(
        "Go to",
        (
            Key("g h", "the start page", "/"),
            Key("g l", "the latest threads", "/latest"),
            Key("g n", "new threads", "/new"),
            Key("g u", "unread threads", "/unread"),
            Key("g t", "the threads most discussed", "/top"),
            Key("g c", "the categories", "/categories"),
            Key("g f", "what waits for you", "/for-you"),
            Key("g b", "your bookmarks", "/bookmarks"),
            Key("g m", "your messages", "/messages"),
            Key("g d", "your drafts", "/drafts"),
            Key("g p", "your profile", "/u/"),
        ),
    ),
    KeyGroup(
        "Move",
        (
            Key("j", "to the next post or thread"),
            Key("k", "to the one before"),
            Key("o", "open the chosen thread; so does Enter"),
            Key("u", "back to where you came from"),
            Key("#", "to a post by its number or date"),
            Key("L", "to the first unread post"),
            Key(".", "show what is new"),
        ),
    ),
    KeyGroup(
        "Write",
        (
            Key("c", "start a thread"),
            Key("r", "reply to the chosen post"),
            Key("R", "reply to the thread"),
            Key("q", "quote the chosen post, or the words selected in it"),
            Key("e", "edit the chosen post"),
            Key(
                "d", "withdraw the chosen post; in a list of new or unread threads, mark them read"
            ),
        ),
    ),
    KeyGroup(
        "Mark",
        (
            Key("b", "bookmark the chosen post"),
            Key("l", "react to the chosen post"),
            Key("s", "copy the link to the chosen post"),
            Key("!", "flag the chosen post"),
            Key("U", "take the thread as unread from the chosen post on"),
            Key("x r", "mark the list of new or unread threads as read"),
            Key("m w", "watch the thread"),
            Key("m t", "track the thread"),
            Key("m r", "follow the thread in the normal way"),
            Key("m m", "mute the thread"),
        ),
    ),
    KeyGroup(
        "Everywhere",
        (
            Key("/", "search"),
            Key("n", "your notifications"),
            Key("p", "your own menu"),
            Key("=", "the main menu"),
            Key("?", "show these keys"),
        ),
    ),
)
