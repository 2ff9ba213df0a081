"""The moderation log, open to all members, and in full for facilitators; each as a page and as CSV."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from forum.accounts.current import current_person
from forum.accounts.values import Person
from forum.discussion.queries.categories import visible_categories
from forum.discussion.rules import categories_looked_after
from forum.kernel.application import this_settings
from forum.kernel.paging import page_address, page_number
from forum.kernel.routing import whole_number
from forum.kernel.sheets import as_sheet
from forum.kernel.times import zone
from forum.kernel.verdicts import require
from forum.moderation.links import day_of
from forum.moderation.queries.log import Sieve, full_log, full_rows, public_log, public_rows
from forum.moderation.rules import may_see_full_log, may_see_log
from forum.moderation.values import ACT_WORDS, Act, FullEntry, PublicEntry

bp = Blueprint("moderation_log", __name__)

YEARS = range(1971, 2200)
PUBLIC_COLUMNS = ("Day", "Act", "Rule", "Reason", "Thread", "Address")
FULL_COLUMNS = (
    *("Time (UTC)", "Act", "By", "Member", "Until (UTC)", "Rule", "Reason"),
    *("Thread", "Post", "Address", "Before", "After"),
)


@bp.get("/moderation-log")
def log() -> str:
    """Show all members what facilitators did, without names and without what is restricted."""
    person = current_person()
    require(may_see_log(person))
    # Who acted is not shown here, so one cannot look for it either.
    sieve = _sieve(person).without_people()
    page = public_log(person, sieve, page=page_number(request.args.get("page")))
    return _page("moderation/log.html", page, sieve, person, everything=False)


@bp.get("/moderation-log/full")
def full() -> str:
    """Show facilitators who did what, where, why and when."""
    person = current_person()
    require(may_see_full_log(person))
    sieve = _sieve(person)
    page = full_log(person, sieve, page=page_number(request.args.get("page")))
    return _page("moderation/full_log.html", page, sieve, person, everything=True)


@bp.get("/moderation-log.csv")
def log_sheet() -> Response:
    """Give all members the same to take along."""
    person = current_person()
    require(may_see_log(person))
    rows = public_rows(person, _sieve(person).without_people())
    return as_sheet("moderation-log", PUBLIC_COLUMNS, map(_public_row, rows))


@bp.get("/moderation-log/full.csv")
def full_sheet() -> Response:
    """Give facilitators the same to take along: of the places they look after."""
    person = current_person()
    require(may_see_full_log(person))
    rows = full_rows(person, _sieve(person))
    return as_sheet("moderation-log-in-full", FULL_COLUMNS, map(_full_row, rows))


def _public_row(entry: PublicEntry) -> tuple[object, ...]:
    reason = entry.glass or entry.because or ""
    rule = entry.rule.title if entry.rule else ""
    address = _whole_address(entry.thread_address)
    return day_of(entry.at), ACT_WORDS[entry.act], rule, reason, entry.thread_title, address


def _full_row(entry: FullEntry) -> tuple[object, ...]:
    return (
        _moment(entry.at),
        ACT_WORDS[entry.act],
        _who(entry),
        entry.member.name if entry.member else "",
        _moment(entry.until),
        entry.rule.title if entry.rule else "",
        entry.because,
        entry.thread_title,
        entry.post_number,
        _whole_address(entry.address),
        entry.before,
        entry.after,
    )


def _who(entry: FullEntry) -> str:
    if entry.by:
        return entry.by.name
    return "A machine" if entry.by_machine else "Folkmoot"


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if at else ""


def _whole_address(address: str | None) -> str:
    return f"{this_settings().address}{address}" if address else ""


def _page(template: str, page: object, sieve: Sieve, person: Person, *, everything: bool) -> str:
    mine = categories_looked_after(person)
    offered = [card for card in visible_categories(person) if not everything or card.id in mine]
    query = urlencode({key: value for key, value in request.args.items() if key != "page"})
    return render_template(
        template,
        log=page,
        sieve=sieve,
        typed=request.args,
        query=f"?{query}" if query else "",
        categories=offered,
        acts=ACT_WORDS,
        address=page_address(),
    )


def _sieve(person: Person) -> Sieve:
    """Read what was chosen; what is no choice narrows nothing."""
    act, category_id = request.args.get("act", ""), whole_number(request.args.get("category"))
    last = _day("until", person)
    return Sieve(
        act=Act(act) if act in set(Act) else None,
        words=request.args.get("q", "").replace("\x00", " ")[:200],
        handle=_handle("by"),
        category_id=category_id,
        member=_handle("member"),
        since=_day("since", person),
        until=last + timedelta(days=1) if last else None,
    )


def _handle(name: str) -> str:
    return request.args.get(name, "").replace("\x00", " ").strip().lstrip("@")[:60]


def _day(name: str, person: Person) -> datetime | None:
    """Return when a day begins where the reader lives."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    if day.year not in YEARS:
        return None
    begins = datetime.combine(day, time.min, tzinfo=zone(person.preferences.timezone))
    return begins.astimezone(UTC)
