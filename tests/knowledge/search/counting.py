"""The answer to a query by looking at every post, slowly and plainly, as values.py words it."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

from forum.knowledge.search.analysis import (
    LANGUAGES,
    fold,
    surface_of,
    terms_of,
    words_of,
)
from forum.knowledge.search.stopwords import is_stop_word
from forum.knowledge.search.values import Match, Order, Status


@dataclass(frozen=True)
class Answer:
    total: int
    best: dict  # thread id -> the post ids that may be shown for it
    order: list  # (key, newest, id) of each thread's best post, best first
    facets: dict
    match: Match


def answer(documents, query):
    posts = [d for d in documents if is_visible(d, query.audience)]
    words = [(w, False) for text in query.words if (w := tuple(words_of(text)))]
    if query.prefix and words_of(query.prefix):
        prefix = tuple(words_of(query.prefix))
        words.append((prefix, len(prefix) == 1 and len(prefix[0]) >= 2))
    words = list(dict.fromkeys(words))
    phrases = [(w, False) for text in query.phrases if (w := tuple(words_of(text)))]
    phrases = list(dict.fromkeys(phrases))
    excluded = [
        (w, False)
        for text in (*query.excluded_words, *query.excluded_phrases)
        if (w := tuple(words_of(text)))
    ]
    asked = (*query.words, *query.phrases, *query.excluded_words, *query.excluded_phrases)
    if asked and not (words or phrases or excluded):
        return conclude([], query, {}, Match.ALL)
    scoring = Scoring(posts, query)
    base = [
        d
        for d in posts
        if passes(d, query)
        and all(scoring.has(d, phrase) for phrase in phrases)
        and not any(scoring.has(d, gone) for gone in excluded)
    ]
    every = [d for d in base if all(scoring.has(d, w) for w in telling(d, words))]
    scores = {d.post_id: scoring.score(d, [*words, *phrases]) for d in base}
    if query.match is Match.ANY and words:
        return conclude(any_of(base, words, scoring), query, scores, Match.ANY, every)
    if query.match is Match.AUTO and len(words) > 1 and len(threads_of(every)) < 20:
        some = any_of(base, words, scoring)
        if len(threads_of(some)) > len(threads_of(every)):
            return conclude(some, query, scores, Match.ANY, every)
    return conclude(every, query, scores, Match.ALL, every)


def any_of(base, words, scoring):
    return [d for d in base if any(scoring.has(d, w) for w in telling(d, words))]


def telling(document, words):
    """The words that must occur: all but stop words, unless there are no others."""
    told = [
        (word, begun)
        for word, begun in words
        if begun or len(word) > 1 or not is_stop_word(word[0], language_of(document))
    ]
    return told or words


def language_of(document):
    return document.language if document.language in LANGUAGES else ""


def is_visible(document, audience):
    thread = document.thread
    in_category = thread.category_id and thread.category_id in audience.category_ids
    by_name = thread.thread_id in audience.opened_thread_ids
    return (in_category or by_name) and thread.thread_id not in audience.withheld_thread_ids


def passes(d, query):
    thread = d.thread
    state = {
        Status.OPEN: not thread.is_closed and not thread.is_archived,
        Status.CLOSED: thread.is_closed,
        Status.ARCHIVED: thread.is_archived,
        Status.NO_REPLIES: thread.post_count <= 1,
        Status.SOLVED: thread.is_solved,
        Status.UNSOLVED: not thread.is_solved,
    }
    return all(
        (
            query.author_ids is None or d.author_id in query.author_ids,
            query.category_ids is None or thread.category_id in query.category_ids,
            all(group & set(thread.tags) for group in query.tags),
            not query.in_first or d.is_first,
            not query.in_conversations or not thread.category_id,
            query.post_ids is None or d.post_id in query.post_ids,
            query.thread_ids is None or thread.thread_id in query.thread_ids,
            query.read_up_to is None or d.number > query.read_up_to.get(thread.thread_id, 0),
            all(state[status] for status in query.statuses),
            query.after is None or d.created_at >= query.after,
            query.before is None or d.created_at < query.before,
            query.min_posts is None or thread.post_count >= query.min_posts,
            query.max_posts is None or thread.post_count <= query.max_posts,
        )
    )


class Scoring:
    def __init__(self, posts, query):
        self.posts = posts
        self.fields = ("title",) if query.in_title else ("body", "title", "tags")
        self.mean = sum(len(words_of(d.body)) for d in posts) / max(1, len(posts))
        self.rarity = {}

    def texts(self, d, field):
        return d.thread.tags if field == "tags" else (getattr(d, field),)

    def occurrences(self, d, field, word):
        language = language_of(d)
        return sum(occurrences_in(text, language, word) for text in self.texts(d, field))

    def begins(self, d, field, word):
        language = language_of(d)
        start = fold(word[0])
        return any(
            one.startswith(start)
            for text in self.texts(d, field)
            for one in listed_in(text, language)
        )

    def has(self, d, asked):
        word, begun = asked
        return any(
            self.occurrences(d, field, word) or (begun and self.begins(d, field, word))
            for field in self.fields
        )

    def score(self, d, asked):
        return (0.5 if d.is_first else 0) + sum(self.word_score(d, one) for one in asked)

    def word_score(self, d, asked):
        word, begun = asked
        score = self.rarity_of(word) * sum(self.fit(d, field, word) for field in self.fields)
        if not begun:
            return score
        fits = {"body": 1.0, "tags": 2.5, "title": 4.0}
        found = [d for d in self.posts if any(self.begins(d, f, word) for f in self.fields)]
        best = max([fits[f] for f in self.fields if self.begins(d, f, word)], default=0)
        return max(score, best * rarity(len(self.posts), len(found)))

    def fit(self, d, field, word):
        count = self.occurrences(d, field, word)
        if field == "body":
            length = len(terms_in(d.body, language_of(d))) / self.mean
            return count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length)) if count else 0.0
        return {"title": 4.0, "tags": 2.5}[field] * bool(count)

    def rarity_of(self, word):
        if word not in self.rarity:
            self.rarity[word] = 0.0
            for field in self.fields:
                having = sum(bool(self.occurrences(d, field, word)) for d in self.posts)
                if having:
                    self.rarity[word] = rarity(len(self.posts), having)
                    break
        return self.rarity[word]


@cache
def occurrences_in(text, language, word):
    wanted = [set(terms_of(one, language)) for one in word]
    there = terms_in(text, language)
    return sum(
        all(wanted[n] & there[at + n] for n in range(len(wanted)))
        for at in range(len(there) - len(wanted) + 1)
    )


@cache
def terms_in(text, language):
    return [set(terms_of(word, language)) for word in words_of(text)]


@cache
def listed_in(text, language):
    return {surface_of(word) for word in words_of(text) if not is_stop_word(word, language)}


def rarity(count, having):
    return math.log1p((count - having + 0.5) / (having + 0.5))


def threads_of(posts):
    return {d.thread.thread_id for d in posts}


def conclude(found, query, scores, match, every=()):
    complete = {d.post_id for d in every}
    order = query.order
    if order is Order.RELEVANCE and not (query.words or query.prefix or query.phrases):
        order = Order.LATEST

    def key(d):
        if order is Order.LATEST:
            return d.created_at.timestamp()
        if order is Order.OLDEST:
            return -d.created_at.timestamp()
        return round(scores[d.post_id], 6) + (d.post_id in complete) * 1e6

    by_thread = defaultdict(list)
    for d in found:
        by_thread[d.thread.thread_id].append(d)
    best = {
        thread: max(posts, key=lambda d: (key(d), d.created_at, d.post_id))
        for thread, posts in by_thread.items()
    }
    rank = (lambda d: d.thread.created_at.timestamp()) if order is Order.LATEST_TOPIC else key
    ordered = sorted(best.values(), key=lambda d: (rank(d), d.created_at, d.post_id), reverse=True)
    return Answer(len(best), best, [d.post_id for d in ordered], facets_of(found), match)


def facets_of(found):
    pairs = {
        "categories": {(d.thread.category_id, d.thread.thread_id) for d in found},
        "tags": {(tag, d.thread.thread_id) for d in found for tag in d.thread.tags},
        "authors": {(d.author_id, d.thread.thread_id) for d in found},
        "years": {(d.created_at.year, d.thread.thread_id) for d in found},
    }
    return {name: Counter(value for value, _ in kept) for name, kept in pairs.items()}
