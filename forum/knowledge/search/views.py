"""The page of search. Its address is the query, so that a search can be kept and shared."""

from flask import Blueprint, render_template, request

from forum.accounts.current import current_person
from forum.kernel.application import this_settings
from forum.kernel.limits import limiter, wait_in_words
from forum.kernel.paging import page_number
from forum.knowledge.search.engine import SearchUnavailableError
from forum.knowledge.search.indexing import search_engine
from forum.knowledge.search.results import Results, search_for, search_or_complete
from forum.knowledge.search.values import LONGEST_QUERY, Match

bp = Blueprint("search", __name__)
blueprints = (bp,)

LAST_PAGE = 1_000


@bp.get("/search")
def search() -> tuple[str, int]:
    """Show what a query finds for the reader; without a query, how to ask."""
    text = request.args.get("q", "").replace("\0", " ").strip()
    if len(text) > LONGEST_QUERY:
        sentence = f"Please ask with at most {LONGEST_QUERY} letters; these are {len(text)}."
        return _page(Results(text, complaints=(sentence,)), 422)
    if text and not _may_search():
        return _page(Results(text, complaints=(_too_many(),)), 429)
    try:
        results = _results(text)
    except SearchUnavailableError:
        sentence = "The search is being put in order. Please try again in a few minutes."
        return _page(Results(text, complaints=(sentence,)), 503)
    return _page(results, 200)


def _may_search() -> bool:
    """Count a search of this member; False when it is one too many."""
    member_id = str(current_person().member_id)
    return limiter().hit(this_settings().limit_searches, "searches", member_id)


def _too_many() -> str:
    member_id = str(current_person().member_id)
    seconds = limiter().wait(this_settings().limit_searches, "searches", member_id)
    return f"These were many searches at once. Please try again {wait_in_words(seconds)}."


def _results(text: str) -> Results:
    person, engine = current_person(), search_engine()
    match = _match(request.args.get("match", ""))
    page = page_number(request.args.get("page"), most=LAST_PAGE)
    if "typing" in request.args:
        return search_for(text, person, engine, match=match, page=page, is_unfinished=True)
    return search_or_complete(text, person, engine, match=match, page=page)


def _page(results: Results, status: int) -> tuple[str, int]:
    return render_template("knowledge/search.html", results=results, status=status), status


def _match(text: str) -> Match:
    return Match(text) if text in {match.value for match in Match} else Match.AUTO
