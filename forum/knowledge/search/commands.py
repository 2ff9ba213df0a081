"""Commands for searching and for the index."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import click

from forum.accounts.identity import load_person
from forum.accounts.queries import automatic_group, get_member
from forum.accounts.slots import grants_of_person
from forum.accounts.values import (
    SYSTEM,
    AutomaticGroup,
    Grants,
    GroupId,
    MemberId,
    Person,
    PersonKind,
    Role,
)
from forum.discussion.queries.categories import directory
from forum.kernel.application import this_settings
from forum.kernel.db import reading
from forum.kernel.errors import Invalid, NotFound
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.highlighting import Piece
from forum.knowledge.search.index.home import IndexIsBusyError
from forum.knowledge.search.indexing import bring_up_to_date, rebuild_index, search_engine
from forum.knowledge.search.results import Card, Results, search_for
from forum.knowledge.search.values import LONGEST_QUERY

NOBODY = MemberId(0)


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--as", "handle", help="Search as this member; otherwise as any new member would.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def search(query: tuple[str, ...], handle: str | None, as_json: bool) -> None:
    """Search the discussions, as a member may see them."""
    text = _checked(" ".join(query))
    bring_up_to_date()
    try:
        with reading():
            person = _reader(handle)
            results = search_for(text, person, search_engine())
    except SearchUnavailableError as fault:
        raise click.ClickException(f"{fault} Run `forum reindex`.") from None
    if as_json:
        click.echo(json.dumps(_as_json(results), ensure_ascii=False, indent=2))
    else:
        _print(results)


@click.command("reindex")
def reindex() -> None:
    """Build the search index anew beside the one in use, and put it in its place."""
    try:
        rebuild_index()
    except IndexIsBusyError:
        raise click.ClickException("Another process is rebuilding the index already.") from None
    health = search_engine().health()
    click.echo(f"The index holds {health.posts} posts in {health.bytes / 1e6:.1f} MB.")


commands = (search, reindex)


def _checked(text: str) -> str:
    if not text.strip():
        raise Invalid("q", "Please say what to look for.")
    if len(text) > LONGEST_QUERY:
        raise Invalid("q", f"Please ask with at most {LONGEST_QUERY} letters.")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Invalid("q", "The query is not written in UTF-8.")
    return text


def _reader(handle: str | None) -> Person:
    if handle is None:
        return any_member()
    person = load_person(get_member(handle.removeprefix("@"), by=SYSTEM).id)
    if not person.is_member:
        raise NotFound("This member cannot sign in, and so sees nothing.")
    # Whoever may run commands here must not come by what is open to a member by name, or as
    # one of a circle.
    levels = {
        id_: level
        for id_, level in person.grants.levels.items()
        if directory().by_id[id_].circle_id is None
    }
    unnamed = replace(person.grants, levels=levels, opened=frozenset(), reserved=frozenset())
    return replace(person, grants=unnamed)


def any_member() -> Person:
    """Return a member in no group but that of all members, who has read and written nothing."""
    groups = frozenset([GroupId(automatic_group(AutomaticGroup.MEMBERS).id)])
    levels = {
        category: level
        for grants_of in grants_of_person
        for category, level in grants_of(NOBODY, Role.MEMBER, groups).levels.items()
    }
    return Person(PersonKind.MEMBER, NOBODY, groups=groups, grants=Grants(levels))


def _as_json(results: Results) -> dict[str, Any]:
    return {
        "total": results.total,
        "any_word": results.takes_any_word,
        "notes": list(results.complaints),
        "hits": [_hit(card) for card in results.cards],
        "facets": {
            title.lower(): [{"value": one.label, "count": one.count} for one in narrowers]
            for title, narrowers in results.facets
        },
    }


def _hit(card: Card) -> dict[str, Any]:
    return {
        "address": card.address,
        "title": card.post.title,
        "snippet": _plain(card.snippet),
        "score": card.score,
        "author": card.post.author.handle,
        "written_at": card.post.written_at.isoformat(),
        "tags": list(card.post.tags),
    }


def _print(results: Results) -> None:
    for complaint in results.complaints:
        click.echo(complaint)
    base = this_settings().address
    for card in results.cards:
        click.secho(_plain(card.title), bold=True)
        click.echo(f"  {base}{card.address}")
        click.echo(f"  @{card.post.author.handle}, {card.post.written_at:%Y-%m-%d}")
        click.echo("  " + "".join(_shown(piece) for piece in card.snippet))
    any_word = ", with any of the words" if results.takes_any_word else ""
    click.echo(f"{results.total} {'thread' if results.total == 1 else 'threads'}{any_word}")


def _plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _shown(piece: Piece) -> str:
    return click.style(piece.text, underline=True) if piece.is_marked else piece.text
