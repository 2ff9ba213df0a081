"""Choosing several threads of what one looks after, and doing one thing with all of them."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.queries.categories import visible_categories, with_subcategories
from forum.discussion.queries.lists import ThreadList, page_of_threads
from forum.discussion.queries.places import Narrowing
from forum.discussion.rules import looks_after, may_start_thread
from forum.discussion.values import CategoryCard, Listing
from forum.discussion.writing import split_tags
from forum.kernel.db import undo
from forum.kernel.paging import page_address, page_number
from forum.kernel.routing import whole_number
from forum.kernel.verdicts import require
from forum.kernel.web import refusals_shown_in
from forum.moderation.forms import BulkForm
from forum.moderation.operations.bulk import Became, BulkAct, Wish, act_on_threads
from forum.moderation.rules import may_choose_threads

bp = Blueprint("several_threads", __name__)


@bp.get("/moderate/several")
def several() -> str:
    """Show threads that the person looks after, to choose some of them."""
    require(may_choose_threads(current_person()))
    return _page(BulkForm(formdata=None))


@bp.post("/moderate/several")
def act() -> str | tuple[str, int]:
    """Do one thing with each of the chosen threads, and say what became of each."""
    person, form = current_person(), BulkForm()
    require(may_choose_threads(person))
    became: Sequence[Became] | None = None
    form.offer(_places(person))
    if form.validate():
        with refusals_shown_in(form):
            became = act_on_threads(form.threads.data or (), _wish(form), by=person)
    if became is None or form.errors:
        undo()
        return _page(form), 422
    return render_template("moderation/several_done.html", became=became, back=_back())


def _wish(form: BulkForm) -> Wish:
    category = whole_number(form.category.data or None)
    tags = tuple(split_tags(form.tags.data))
    return Wish(BulkAct(form.act.data), form.because.data, tags, category)


def _looked_after(person: Person) -> list[CategoryCard]:
    return [card for card in visible_categories(person) if looks_after(person, card.id)]


def _places(person: Person) -> list[tuple[int, str]]:
    cards = visible_categories(person)
    return [(card.id, card.name) for card in cards if may_start_thread(person, card)]


def _here(person: Person) -> CategoryCard | None:
    """Return the category that the list is narrowed to, if the person looks after it."""
    wanted = whole_number(request.args.get("category"))
    return next((card for card in _looked_after(person) if card.id == wanted), None)


def _offered(person: Person, here: CategoryCard | None) -> ThreadList:
    ids = {card.id for card in _looked_after(person)}
    if here is not None:
        ids &= set(with_subcategories(here, person))
    narrowing = Narrowing(category_ids=tuple(sorted(ids)))
    page = page_number(request.args.get("page"))
    return page_of_threads(person, Listing.LATEST, narrowing=narrowing, page=page)


def _back() -> str:
    query = request.query_string.decode("ascii", "ignore")
    return f"/moderate/several?{query}" if query else "/moderate/several"


def _page(form: BulkForm) -> str:
    person = current_person()
    here = _here(person)
    form.offer(_places(person))
    return render_template(
        "moderation/several.html",
        form=form,
        here=here,
        threads=_offered(person, here),
        chosen=set(form.threads.data or ()),
        address=page_address(),
        back=_back(),
    )
