"""Small generated communities and questions to them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from forum.knowledge.search.values import (
    NOWHERE,
    Audience,
    Match,
    Order,
    SearchDocument,
    SearchQuery,
    Status,
    ThreadFacts,
)

STEMS = {
    "en": "court courts judge judges strategy strategies listening listened lawyer the of and not "
    "who power powers community communities die war evidence résumé",
    "de": "gericht gerichte richter strategie strategien zuhören macht mächte gemeinschaft die der "
    "und nicht war übung straße beweis beweise",
    "fr": "tribunal tribunaux juge stratégie stratégies écoute écouter pouvoir pouvoirs communauté "
    "la le et pas été preuve preuves œuvre",
    "es": "tribunal tribunales juez estrategia estrategias escuchar poder información "
    "informaciones comunidad la el y no prueba pruebas niño",
    "unknown": "sąd sądy moc wspólnota dowód court 裁判所 証拠 łódź",
}
TAGS = ("appeals", "strategic-litigation", "power", "listening", "beweise", "preuve", "open data")
CATEGORIES = range(1, 7)
AUTHORS = range(1, 9)
NOW = datetime(2024, 6, 1, tzinfo=UTC)


def documents(rng: Random, threads: int = 60) -> list[SearchDocument]:
    made: list[SearchDocument] = []
    for thread_id in range(1, threads + 1):
        made += _thread(rng, thread_id, len(made) + 1)
    rng.shuffle(made)
    return made


def _thread(rng: Random, thread_id: int, first_id: int) -> list[SearchDocument]:
    language = rng.choice(list(STEMS))
    count = rng.choice((1, 1, 2, 3, 5, 9))
    began = NOW - timedelta(days=rng.randrange(1500), seconds=rng.randrange(86_400))
    category = rng.choice(CATEGORIES)
    facts = ThreadFacts(
        thread_id,
        category if thread_id % 5 else NOWHERE,
        began,
        count,
        is_closed=rng.random() < 0.2,
        is_archived=rng.random() < 0.1,
        is_solved=thread_id % 7 == 0,
        tags=tuple(rng.sample(TAGS, rng.randrange(4))),
    )
    title = text(rng, language, 4)
    return [
        SearchDocument(
            post_id=first_id + at,
            number=at + 1,
            author_id=rng.choice(AUTHORS),
            created_at=began + timedelta(days=at * rng.randrange(200)),
            language=language if rng.random() < 0.9 else rng.choice(["", "pl", *STEMS]),
            title=title,
            body=text(rng, language, rng.randrange(1, 25)),
            thread=facts,
            is_first=at == 0,
        )
        for at in range(count)
    ]


def text(rng: Random, language: str, length: int) -> str:
    return " ".join(rng.choices(STEMS[language].split(), k=length))


def audiences() -> list[Audience]:
    return [
        Audience(),
        Audience(frozenset(CATEGORIES)),
        Audience(frozenset({1})),
        Audience(frozenset({2, 3, 99})),
        Audience(frozenset(CATEGORIES), frozenset(range(1, 30))),
        Audience(frozenset({4, 5, 6}), frozenset({7, 8, 9, 10, 1000})),
        Audience(frozenset({NOWHERE})),
        Audience(frozenset({NOWHERE, 2})),
        Audience(opened_thread_ids=frozenset(range(1, 25))),
        Audience(frozenset({1, 2}), frozenset({3, 4}), frozenset(range(3, 40))),
    ]


def question(rng: Random, audience: Audience) -> SearchQuery:
    """A query with one to three words or phrases and, often, a few filters."""
    asked = SearchQuery(audience, facet_limit=None, size=15, page=rng.choice((1, 1, 2, 3)))
    asked = replace(asked, **_words(rng))
    for _ in range(rng.choice((0, 0, 1, 2))):
        asked = replace(asked, **_filter(rng))
    return replace(asked, order=rng.choice(list(Order)), match=rng.choice(list(Match)))


def word(rng: Random) -> str:
    return rng.choice(STEMS[rng.choice(list(STEMS))].split())


def _words(rng: Random) -> dict[str, object]:
    language = rng.choice(list(STEMS))
    kind = rng.randrange(9)
    if kind == 0:
        return {}
    if kind == 1:
        return {"phrases": (text(rng, language, 2),)}
    if kind == 2:
        return {"words": (word(rng),), "phrases": (text(rng, language, 2),)}
    if kind == 3:
        return {"words": (word(rng), word(rng)), "excluded_words": (word(rng),)}
    if kind == 4:
        return {"words": (word(rng),), "prefix": word(rng)[: rng.randrange(1, 5)]}
    if kind == 5:
        return {"prefix": word(rng)[: rng.randrange(1, 5)], "excluded_phrases": ("la preuve",)}
    if kind == 6:
        return {"words": (rng.choice(("strategic-litigation", "open-data", "!!!", "裁判")),)}
    return {"words": tuple(word(rng) for _ in range(rng.randrange(1, 4)))}


def _filter(rng: Random) -> dict[str, object]:
    day = NOW - timedelta(days=rng.randrange(1500))
    return rng.choice(
        (
            {"author_ids": frozenset(rng.sample(AUTHORS, rng.randrange(4)))},
            {"category_ids": frozenset(rng.sample(CATEGORIES, rng.randrange(4)))},
            {"tags": (frozenset(rng.sample(TAGS, 2)), frozenset(rng.sample(TAGS, 3)))},
            {"tags": (frozenset({"appeals"}),)},
            {"in_title": True},
            {"in_first": True},
            {"in_conversations": True},
            {"post_ids": frozenset(rng.sample(range(1, 200), 60))},
            {"thread_ids": frozenset(rng.sample(range(1, 60), 20))},
            {"read_up_to": {thread: rng.randrange(5) for thread in range(1, 40)}},
            {"statuses": frozenset({rng.choice(list(Status))})},
            {"after": day},
            {"before": day},
            {"min_posts": rng.randrange(5)},
            {"max_posts": rng.randrange(5)},
        )
    )
