"""Which posts answer a query: every word, or any of them, with phrases, exclusions and filters."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from forum.knowledge.search.analysis import CODES
from forum.knowledge.search.index.filters import passing
from forum.knowledge.search.index.schema import TEXT_FIELDS, TITLE
from forum.knowledge.search.index.sets import (
    Mask,
    Posts,
    Scores,
    all_of,
    contained,
    scores_of,
    union,
)
from forum.knowledge.search.index.views import View
from forum.knowledge.search.index.words import Asked, find
from forum.knowledge.search.values import ENOUGH_THREADS, Match, SearchQuery

DECIMALS = 6  # so that posts that are as good as each other have the same score
NO_LANGUAGE: Mask = np.zeros(256, dtype=np.bool_)
NO_LANGUAGE.setflags(write=False)
FIRST_POST_SCORE = 0.5  # enough to come before its replies where nothing else decides


@dataclass(frozen=True, slots=True)
class Question:
    """The words of a query, read."""

    words: tuple[Asked, ...]
    phrases: tuple[Asked, ...]
    excluded: tuple[Asked, ...]
    unsearchable: tuple[str, ...]

    @staticmethod
    def read(query: SearchQuery) -> "Question":
        chunks = [(text, Asked.read(text)) for text in query.words]
        if query.prefix:
            chunks.append((query.prefix, Asked.read(query.prefix, is_unfinished=True)))
        phrases = [(text, Asked.read(text)) for text in query.phrases]
        excluded = [
            (text, Asked.read(text)) for text in (*query.excluded_words, *query.excluded_phrases)
        ]
        return Question(
            _searchable(chunks),
            _searchable(phrases),
            _searchable(excluded),
            tuple(text for text, asked in chunks + phrases + excluded if not asked.words),
        )

    @property
    def is_only_noise(self) -> bool:
        """Tell whether something was asked for of which nothing can be looked for."""
        return bool(self.unsearchable) and not (self.words or self.phrases or self.excluded)


class Matches(NamedTuple):
    """Rising posts that match, their scores, and which of them have every word."""

    posts: Posts
    scores: Scores
    complete: Mask
    match: Match


def match_posts(view: View, query: SearchQuery, question: Question) -> Matches:
    """Find the matching posts of a query within a view."""
    matching = _Matching(view, query, question)
    if query.match is Match.ANY and question.words:
        return matching.any_word()
    every = matching.every_word()
    if query.match is Match.ALL or len(question.words) < 2:
        return every
    threads = count_threads(view, every.posts)
    if threads >= ENOUGH_THREADS:
        return every
    some = matching.any_word()
    return some if count_threads(view, some.posts) > threads else every


def count_threads(view: View, posts: Posts) -> int:
    """Return of how many threads these posts are."""
    marked = np.zeros(len(view.snapshot.threads.rows), dtype=np.bool_)
    marked[view.snapshot.rows[posts]] = True
    return int(np.count_nonzero(marked))


class _Matching:
    def __init__(self, view: View, query: SearchQuery, question: Question) -> None:
        fields = (TITLE,) if query.in_title else TEXT_FIELDS
        self.view = view
        self.query = query
        self.words = [find(view, asked, fields) for asked in question.words]
        self.phrases = [find(view, asked, fields) for asked in question.phrases]
        self.excluded = [find(view, asked, fields).posts for asked in question.excluded]
        self.idle = _idle(view, question.words)

    def every_word(self) -> Matches:
        posts = self._kept(self._with_every_word())
        return Matches(posts, self._scores(posts), all_of(len(posts)), Match.ALL)

    def any_word(self) -> Matches:
        told = [
            word.posts[~idle[self.view.snapshot.languages[word.posts]]]
            for word, idle in zip(self.words, self.idle, strict=True)
        ]
        posts = self._kept(union(told, self.view.size))
        complete = contained(posts, self._with_every_word(), self.view.size)
        return Matches(posts, self._scores(posts), complete, Match.ANY)

    def _with_every_word(self) -> Posts:
        posts = self._candidates()
        languages = self.view.snapshot.languages
        for word, idle in zip(self.words, self.idle, strict=True):
            if posts is word.posts:
                continue
            posts = posts[contained(posts, word.posts, self.view.size) | idle[languages[posts]]]
        return posts

    def _candidates(self) -> Posts:
        strict = [
            word.posts
            for word, idle in zip(self.words, self.idle, strict=True)
            if idle is NO_LANGUAGE or not idle.any()
        ]
        strict += [phrase.posts for phrase in self.phrases]
        if strict:
            return min(strict, key=len)
        if self.words:
            return union([word.posts for word in self.words], self.view.size)
        return np.flatnonzero(self.view.visible)

    def _kept(self, posts: Posts) -> Posts:
        for phrase in self.phrases:
            posts = posts[contained(posts, phrase.posts, self.view.size)]
        for gone in self.excluded:
            posts = posts[~contained(posts, gone, self.view.size)]
        return passing(self.view.snapshot, self.query, posts)

    def _scores(self, posts: Posts) -> Scores:
        scores: Scores = np.multiply(self.view.snapshot.first[posts], FIRST_POST_SCORE)
        for part in self.words + self.phrases:
            # One word alone has just these posts.
            is_all = posts is part.posts
            scores += part.scores if is_all else scores_of(posts, part, self.view.size)
        return scores.round(DECIMALS)


def _idle(view: View, words: tuple[Asked, ...]) -> list[Mask]:
    # For each word, the languages whose posts need not have it because others say more.
    stops = [asked.stop_languages(view.languages) for asked in words]
    only_stops = frozenset.intersection(*stops) if stops else frozenset()
    masks = []
    for languages in stops:
        if not languages:
            masks.append(NO_LANGUAGE)
            continue
        mask = np.zeros(256, dtype=np.bool_)
        mask[[CODES[language] for language in languages - only_stops]] = True
        masks.append(mask)
    return masks


def _searchable(chunks: list[tuple[str, Asked]]) -> tuple[Asked, ...]:
    if not chunks:
        return ()
    return tuple(dict.fromkeys(asked for _, asked in chunks if asked.words))
