"""Threads out of messages: by what they refer to and, failing that, by their subjects."""

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import timedelta
from sys import intern

from forum.admin.imports.mail_archive.subjects import NO_SUBJECT, read_subject
from forum.admin.imports.mail_archive.values import (
    ArchivedMessage,
    AssembledThread,
    Assembly,
    KnownMessage,
    MessageSketch,
    ThreadEntry,
)

REPLY_WINDOW = timedelta(days=120)
"""How long after a thread's last message a "Re:" without references still belongs to it."""

REPEAT_WINDOW = timedelta(days=4)
"""How long after a thread's start the same subject, without "Re:", still means the same thread."""

CLOCK_SKEW = timedelta(days=1)
"""How much earlier than what it answers a reply may claim to be."""

_QUOTED_LINE = re.compile(
    r"^\s{0,3}>|^\|? ?-+ ?Original Message|<blockquote", re.MULTILINE | re.IGNORECASE
)
_MIN_KEY_LETTERS = 8


def sketch_of(message: ArchivedMessage, list_tags: Collection[str] = frozenset()) -> MessageSketch:
    """Keep of a message what threading needs."""
    subject = read_subject(message.subject, list_tags)
    return MessageSketch(
        key=message.key,
        # Ids come again and again in the references of others: they are held once.
        message_id=intern(message.message_id),
        in_reply_to=tuple(map(intern, message.in_reply_to)),
        references=tuple(map(intern, message.references)),
        title=intern(subject.title),
        subject_key=intern(subject.key),
        is_reply=subject.is_reply,
        quotes=bool(_QUOTED_LINE.search(message.body)),
        sent_at=message.sent_at,
        position=message.position,
        author=message.author,
    )


def assemble_threads(
    messages: Iterable[MessageSketch], known: Mapping[str, KnownMessage] | None = None
) -> Assembly:
    """Put messages into threads, each message once, parents before their answers.

    `known` are the messages of earlier runs by key: they are not given back, but what answers them
    is attached to their threads.
    """
    known = known or {}
    fresh: dict[str, MessageSketch] = {}
    duplicates = 0
    for sketch in messages:
        duplicates += sketch.key in fresh
        fresh.setdefault(sketch.key, sketch)
    already_known = sum(key in known for key in fresh)
    forest = _Forest([each.sketch for each in known.values()], fresh.values(), known)
    forest.grow()
    return Assembly(tuple(forest.threads()), duplicates, already_known)


class _Forest:
    """All messages of an archive as trees; each is named by its place in the order of time."""

    def __init__(
        self,
        old: Iterable[MessageSketch],
        fresh: Iterable[MessageSketch],
        known: Mapping[str, KnownMessage],
    ) -> None:
        everything = {sketch.key: sketch for sketch in fresh} | {
            sketch.key: sketch for sketch in old
        }
        self.nodes = sorted(
            everything.values(), key=lambda sketch: (sketch.sent_at, sketch.position)
        )
        self.known = known
        self.parents: list[int | None] = [None] * len(self.nodes)
        self.groups = list(range(len(self.nodes)))
        self.by_id: defaultdict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(self.nodes):
            self.by_id[node.message_id].append(number)

    def grow(self) -> None:
        self._follow_references()
        self._break_cycles()
        self._join_families()
        self._join_by_subject()

    def group_of(self, number: int) -> int:
        """Return the oldest message of the group that a message belongs to."""
        while self.groups[number] != number:
            self.groups[number] = self.groups[self.groups[number]]
            number = self.groups[number]
        return number

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.group_of(one), self.group_of(other)))
        self.groups[second] = first

    def _follow_references(self) -> None:
        for number, node in enumerate(self.nodes):
            # What one answers is told best by In-Reply-To, then by the last of the references.
            for wanted in (*node.in_reply_to, *reversed(node.references)):
                found = self._nearest(wanted, number)
                if found is not None:
                    self.parents[number] = found
                    break

    def _nearest(self, message_id: str, number: int) -> int | None:
        """Return the message of this id that stands closest before another one."""
        bearers = [each for each in self.by_id.get(message_id, ()) if each != number]
        earlier = [each for each in bearers if each < number]
        return earlier[-1] if earlier else next(iter(bearers), None)

    def _break_cycles(self) -> None:
        """Let the oldest message of every circle of answers answer nothing."""
        walked = [0] * len(self.nodes)
        for start in range(len(self.nodes)):
            path = []
            step: int | None = start
            while step is not None and not walked[step]:
                walked[step] = start + 1
                path.append(step)
                step = self.parents[step]
            if step is not None and walked[step] == start + 1:
                self.parents[min(path[path.index(step) :])] = None

    def _join_families(self) -> None:
        """Group messages with what they answer, and those that answer the same missing message."""
        waiting: dict[str, int] = {}
        for number, node in enumerate(self.nodes):
            parent = self.parents[number]
            if parent is not None:
                self.join(number, parent)
            for wanted in (*node.in_reply_to, *node.references):
                if wanted not in self.by_id:
                    self.join(number, waiting.setdefault(wanted, number))

    def _join_by_subject(self) -> None:
        last_said = self._last_said()
        by_subject: defaultdict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(self.nodes):
            if self.group_of(number) != number or not node.subject_key:
                continue
            same = by_subject[node.subject_key]
            found = next(
                (each for each in reversed(same) if self._belongs(number, each, last_said)), None
            )
            if found is None:
                same.append(number)
            else:
                self._put_together(found, number)
                last_said[found] = max(last_said[found], last_said[number])

    def _put_together(self, earlier: int, later: int) -> None:
        starts_it = self.nodes[earlier].is_reply and not self.nodes[later].is_reply
        if starts_it:
            self.parents[earlier] = (
                self.parents[earlier] if self.parents[earlier] is not None else later
            )
        elif self.parents[later] is None:
            self.parents[later] = earlier
        self.join(earlier, later)

    def _last_said(self) -> list[timedelta]:
        epoch = self.nodes[0].sent_at if self.nodes else None
        last = [node.sent_at - epoch for node in self.nodes] if epoch else []
        for number in range(len(self.nodes)):
            group = self.group_of(number)
            last[group] = max(last[group], last[number])
        return last

    def _belongs(self, number: int, group: int, last_said: list[timedelta]) -> bool:
        """Tell whether a message without known parent continues an older group of its subject."""
        node, start = self.nodes[number], self.nodes[group]
        if node.is_reply or (node.quotes and not node.references):
            return (node.sent_at - self.nodes[0].sent_at) - last_said[group] <= REPLY_WINDOW
        age = node.sent_at - start.sent_at
        if start.is_reply:
            return age <= CLOCK_SKEW
        tells_enough = len(node.subject_key) >= _MIN_KEY_LETTERS
        return tells_enough and age <= REPEAT_WINDOW and not (node.in_reply_to or node.references)

    def threads(self) -> list[AssembledThread]:
        """Return the threads of all new messages."""
        members: defaultdict[int, list[int]] = defaultdict(list)
        for number in range(len(self.nodes)):
            members[self.group_of(number)].append(number)
        return [
            self._thread(numbers, target)
            for group in members.values()
            for target, numbers in self._by_target(group).items()
        ]

    def _by_target(self, group: list[int]) -> dict[Hashable | None, list[int]]:
        """Part the new messages of a group by the thread of an earlier run they continue."""
        targets: dict[int, Hashable | None] = {
            number: self.known[self.nodes[number].key].thread
            for number in group
            if self.nodes[number].key in self.known
        }
        default = next(iter(targets.values()), None)
        parted: defaultdict[Hashable | None, list[int]] = defaultdict(list)
        for number in self._parents_first(group):
            if self.nodes[number].key in self.known:
                continue
            parent = self.parents[number]
            targets[number] = targets.get(parent, default) if parent is not None else default
            parted[targets[number]].append(number)
        self._targets = targets
        return parted

    def _parents_first(self, group: list[int]) -> list[int]:
        children: defaultdict[int | None, list[int]] = defaultdict(list)
        for number in group:
            children[self.parents[number]].append(number)
        ready, ordered = list(children[None]), []
        heapq.heapify(ready)
        while ready:
            number = heapq.heappop(ready)
            ordered.append(number)
            for child in children[number]:
                heapq.heappush(ready, child)
        return ordered

    def _thread(self, numbers: list[int], target: Hashable | None) -> AssembledThread:
        titles = [self.nodes[number].title for number in numbers]
        title = next((each for each in titles if each != NO_SUBJECT), NO_SUBJECT)
        entries = tuple(
            ThreadEntry(self.nodes[number], self._parent_key(number)) for number in numbers
        )
        return AssembledThread(title, entries, attached_to=target)

    def _parent_key(self, number: int) -> str | None:
        parent = self.parents[number]
        if parent is None or self._targets[parent] != self._targets[number]:
            return None
        return self.nodes[parent].key
