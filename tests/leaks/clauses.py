"""The clauses that decide about visibility: those written out here, and those found in the code."""

from dataclasses import replace

from tests.leaks.finding import found_in_code
from tests.leaks.mutations import Clause

_THREADS = "forum.discussion.queries.threads"
_GRANTS = "forum.discussion.grants"
_ALLOWED = "    return ALLOWED\n"
_HELD = "forum.discussion.queries.held"
_LISTS = frozenset({"lists", "category", "tags", "search"})
_THREAD = frozenset({"thread"})
_RESERVED = frozenset({"reserved thread"})
_CIRCLE = frozenset({"thread in a circle"})
_EXPIRED = frozenset({"expired thread"})

WRITTEN = (
    Clause(
        "entries of rounds, for who has not written one",
        "forum.discussion.queries.entries",
        "(Thread.gathering == Gathering.APART) & has_written,",
        "Thread.gathering == Gathering.APART,",
        frozenset({"entry in a round"}),
        _THREAD,
    ),
    Clause(
        "prompts, for who does not look after their place",
        "forum.facilitation.prompts.queries",
        "    return select(Prompt).where(Prompt.category_id.in_(places))\n",
        "    return select(Prompt) if places else select(Prompt).where(Prompt.id < 0)\n",
        frozenset({"prompt in a circle"}),
        frozenset({"prompts"}),
    ),
    Clause(
        "journals, for others than their owner",
        "forum.facilitation.rounds.rules",
        "    return ALLOWED if person.is_member and thing.member_id == person.id else HIDDEN\n",
        _ALLOWED,
        frozenset({"journal"}),
        frozenset({"journal"}),
    ),
    Clause(
        "posts that wait, for who looks after their place",
        _HELD,
        "            place.in_(categories_looked_after(person)),\n",
        "",
        frozenset({"reply that waits", "thread that waits"}),
        frozenset({"flags"}),
    ),
    Clause(
        "posts that wait, where the thread is open to who decides",
        _HELD,
        "or_(HeldPost.thread_id.is_(None), and_(open_here, is_alive())),",
        "or_(HeldPost.thread_id.is_(None), is_alive()),",
        frozenset({"reply that waits"}),
        frozenset({"flags"}),
    ),
    Clause(
        "reserved threads in lists, built once",
        _THREADS,
        'NOT_KEPT_BACK = and_(or_(~Thread.is_reserved, among(Thread.id, "reserved")), IS_ALIVE)',
        "NOT_KEPT_BACK = IS_ALIVE",
        _RESERVED,
        _LISTS,
    ),
    Clause(
        "reserved threads in whatever is shown, built once",
        _THREADS,
        'and_(among(Thread.category_id, "visible"), ~Thread.is_reserved), among(Thread.id, "opened")',
        'among(Thread.category_id, "visible"), among(Thread.id, "opened")',
        _RESERVED,
        frozenset({"files", "links"}),
    ),
    Clause(
        "reserved threads in lists, built on the spot",
        _THREADS,
        "    open_here = ~Thread.is_reserved\n",
        "    open_here = true()\n",
        _RESERVED,
        frozenset({"profile", "category", "tags"}),
    ),
    Clause(
        "reserved threads in whatever is shown, built on the spot",
        _THREADS,
        "    in_the_open: ColumnElement[bool] = seen & ~Thread.is_reserved\n",
        "    in_the_open: ColumnElement[bool] = seen\n",
        _RESERVED,
        frozenset({"counts", "notifications"}),
    ),
    Clause(
        "the end of a thread's life, built once",
        _THREADS,
        'IS_ALIVE = or_(Thread.ends_at.is_(None), Thread.ends_at > bindparam("moment"))',
        'IS_ALIVE = or_(true(), Thread.ends_at > bindparam("moment"))',
        _EXPIRED,
        frozenset({"lists", "files", "links"}),
    ),
    Clause(
        "the end of a thread's life, built on the spot",
        _THREADS,
        "    return or_(Thread.ends_at.is_(None), Thread.ends_at > now())\n",
        "    return true()\n",
        _EXPIRED,
        frozenset({"profile", "category", "tags"}),
    ),
    Clause(
        "the end of a thread's life, in the search",
        "forum.knowledge.search.asking",
        "- opened) | expired\n",
        "- opened)\n",
        _EXPIRED,
        frozenset({"search", "facets", "counts"}),
    ),
    Clause(
        "the rule about the end of a thread's life",
        "forum.discussion.rules.threads",
        "    return thread.ends_at is not None and thread.ends_at <= now()\n",
        "    return False\n",
        _EXPIRED,
        _THREAD,
    ),
    Clause(
        "withdrawn posts in what is read in lists",
        _THREADS,
        "    query = select(Post).where(Post.withdrawn_at.is_(None))\n"
        "    return query.join(Thread, Post.thread_id == Thread.id).where(is_listed_for(person))\n",
        "    query = select(Post)\n"
        "    return query.join(Thread, Post.thread_id == Thread.id).where(is_listed_for(person))\n",
        frozenset({"withdrawn post"}),
        frozenset({"profile"}),
    ),
    Clause(
        "tags that stand on nothing that is seen",
        _THREADS,
        "    visible = select_listed_threads(person).with_only_columns(Thread.id)\n",
        "    visible = select(Thread.id)\n",
        _CIRCLE,
        frozenset({"tags"}),
    ),
    Clause(
        "following a tag",
        _THREADS,
        "    if db.session.scalar(seen) is None:\n",
        "    if False:\n",
        _CIRCLE,
        frozenset({"following"}),
    ),
    Clause(
        "the rule about reserved threads",
        "forum.discussion.rules.threads",
        "    if thread.is_reserved and not person.is_system:\n        return HIDDEN\n",
        "",
        _RESERVED,
        _THREAD,
    ),
    Clause(
        "the rule about categories, and all that is made of it",
        "forum.discussion.rules.categories",
        "    if person.is_system or person.grants.level(category_id) >= Level.SEE:\n",
        "    if person.is_system or category_id is not None:\n",
        _CIRCLE,
        _THREAD,
    ),
    Clause("walls", _GRANTS, "- left - walled", "- left", frozenset({"case thread"}), _THREAD),
    Clause(
        "walls, for a host by glass",
        _GRANTS,
        "for row in glass) - kept - walled\n",
        "for row in glass) - kept\n",
        frozenset({"glass behind a wall"}),
        _THREAD,
    ),
    Clause(
        "the end of break-glass",
        _GRANTS,
        "            BrokenGlass.until > now(),\n",
        "",
        _RESERVED,
        _THREAD,
    ),
    Clause(
        "the end of a guest's visit",
        _GRANTS,
        "    own = own.where(lasts).join(",
        "    own = own.join(",
        _RESERVED,
        _THREAD,
    ),
    Clause(
        "conversations that somebody has left",
        _GRANTS,
        "    left = {row.thread_id for row in by_name if row.left_at is not None}\n",
        "    left: set[int] = set()\n",
        frozenset({"private conversation"}),
        frozenset({"thread"}),
    ),
    Clause(
        "groups into which a host has put themselves",
        _GRANTS,
        "            ThreadGroup.group_id.not_in(by_own_hand),\n",
        "",
        _RESERVED,
        _THREAD,
    ),
    Clause(
        "groups that are not the thread's own circle, for guests",
        _GRANTS,
        "            or_(~is_guest, (Category.circle_id == ThreadGroup.group_id) & ~Category.is_for_cases),\n",
        "",
        _RESERVED,
        _THREAD,
    ),
    # That guests are not in the group of all members (`identity`) is no clause here: what it would
    # open to them the grants strike out anyway, by name and by category, which is taken away above.
    Clause(
        "the end of a membership in a circle",
        "forum.accounts.identity",
        "            GroupMember.member_id == member_id, GroupMember.holds(now())\n",
        "            GroupMember.member_id == member_id\n",
        _CIRCLE,
        _THREAD,
    ),
    Clause(
        "suspended members",
        "forum.accounts.identity",
        "    if row.standing not in MAY_COME_IN or lasts(row.suspended_until, moment):\n",
        "    if row.standing not in MAY_COME_IN:\n",
        _CIRCLE,
        _THREAD,
    ),
    Clause(
        "cases that their reader has not answered for",
        _GRANTS,
        "    kept -= asked\n",
        "",
        frozenset({"unanswered case"}),
        _THREAD,
    ),
    Clause(
        "categories of circles, for facilitators of the community",
        _GRANTS,
        "    others = frozenset(id_ for id_, circle_id in circles.items() if circle_id not in groups)\n",
        "    others: frozenset[CategoryId] = frozenset()\n",
        _CIRCLE,
        _THREAD,
    ),
    Clause(
        "reserved threads in the counts of the search",
        "forum.knowledge.search.asking",
        "    withheld = (reserved_threads(categories) - opened) | expired\n",
        "    withheld = expired\n",
        _RESERVED,
        frozenset({"counts", "facets"}),
    ),
    Clause(
        "what is open by glass alone, in the search",
        "forum.knowledge.search.asking",
        "person.grants.opened_by_name - expired",
        "person.grants.opened - expired",
        _RESERVED,
        frozenset({"search"}),
    ),
    Clause(
        "conversations in the search",
        "forum.knowledge.search.index.views",
        "list(audience.category_ids - {NOWHERE})",
        "[*audience.category_ids, NOWHERE]",
        frozenset({"private conversation"}),
        frozenset({"counts", "search"}),
    ),
    Clause(
        "categories in the search",
        "forum.knowledge.search.index.views",
        'np.isin(rows["category"], list(audience.category_ids - {NOWHERE}))',
        'rows["category"] != NOWHERE',
        _CIRCLE,
        frozenset({"counts", "search"}),
    ),
    Clause(
        "words of withdrawn posts",
        "forum.discussion.rules.posts",
        "    if not post.is_withdrawn or person.is_system:\n",
        "    if True:\n",
        frozenset({"withdrawn post"}),
        frozenset({"withdrawn", "history"}),
    ),
    Clause(
        "files of withdrawn posts",
        "forum.discussion.queries.files",
        "                Post.withdrawn_at.is_(None),\n",
        "                Post.id > 0,\n",
        frozenset({"withdrawn post"}),
        frozenset({"files"}),
    ),
    Clause(
        "flags",
        "forum.moderation.queries.items",
        "    return query.where(looked_after, ",
        "    return query.where(looked_after | True, ",
        frozenset({"flag"}),
        frozenset({"flags"}),
    ),
    Clause(
        "hidden circles",
        "forum.accounts.circles.rules",
        "    if not circle.is_hidden:\n        return ALLOWED\n",
        "    if True:\n        return ALLOWED\n",
        frozenset({"hidden circle"}),
        frozenset({"circles"}),
    ),
)

_LIKELY = {
    "discussion.rules.drafts": {"drafts"},
    "discussion.queries.drafts": {"drafts"},
    "discussion.rules.marks": {"bookmarks", "post"},
    "discussion.queries.bookmarks": {"bookmarks"},
    "discussion.rules.moves": {"redirects"},
    "discussion.rules.posts": {"withdrawn", "history"},
    "discussion.rules": {"thread", "post", "category"},
    "discussion.queries.files": {"files"},
    "discussion.queries.own_files": {"files"},
    "discussion.queries.activity": {"profile"},
    "discussion.queries.filling": {"links", "tags"},
    "discussion.queries": {"lists", "suggestions", "category", "tags", "notifications"},
    "discussion": {"thread", "lists"},
    "accounts": {"circles", "profile"},
    "knowledge": {"search"},
    "moderation.queries.log": {"log"},
    "moderation": {"flags", "log", "moderation"},
    "outreach.live": {"live"},
    "outreach.notifications": {"notifications"},
}
"""By beginnings of modules, the first one that fits: where something shows that is asked no more."""

_OWN = "an export of what is one's own: the tests of exports look through it"
_TWIN = "lists ask its twin in a statement: a property test compares the two"
_PEOPLE = "tells names of people, and no word that is planted"
_PAGE = "whether there is such a page at all: what stands on it is asked one by one"
_CHOSEN = "chooses numbers of threads, whose lines are asked again; lists are compared as wholes"
_ASKED_AGAIN = "asked once more of what was found for its reader already"
_NOTHING = "changes what its reader has seen, and shows nothing"
NOT_TAKEN: dict[str, str] = {
    "accounts.circles.rules: may_see_who_is_in": _PEOPLE,
    "accounts.queue.rules: may_see_queue": _PAGE,
    "accounts.recovery.rules: may_see_recovery": _PEOPLE,
    "accounts.rules: may_see_member": _PEOPLE,
    "accounts.rules: may_see_reset_link": _PEOPLE,
    "admin.claims.rules: may_see_claims": _PAGE,
    "facilitation.asks.queries.asks: page_of_asks, is_listed_for": _CHOSEN,
    "facilitation.asks.queries.waiting: _first_posts, is_listed_for": _CHOSEN,
    "facilitation.asks.rules: may_see_to": _ASKED_AGAIN,
    "facilitation.asks.rules: may_see_waiting": _PAGE,
    "discussion.kept.conversations: _rows, person": _OWN,
    "discussion.kept.many: _posts, first": _OWN,
    "discussion.kept.many: _posts, other": _OWN,
    "discussion.kept.posts: _titles, person": _OWN,
    "discussion.kept.threads: _rows, person": _OWN,
    "discussion.kept.threads: _tags, person": _OWN,
    "discussion.operations.dismissals: _read_to_the_end, is_listed_for": _NOTHING,
    "discussion.operations.reading: mark_all_read, by": _NOTHING,
    "discussion.pseudonyms.rules: may_see_custodians": _PEOPLE,
    "discussion.queries.cases: count_alike, is_listed_for": "a number at the gate, after a POST",
    "discussion.queries.continuations: IS_CONTINUED, LISTED": "a sign that a post goes on elsewhere",
    "discussion.queries.continuations: _LINKS, LISTED": "nothing planted goes on from another post",
    "discussion.queries.files: _READABLE, _IS_READABLE": "files that a text names from elsewhere",
    "discussion.queries.filling: _TAGS, LISTED": "no planted text names a tag",
    "discussion.queries.followed: list_followed_tags, person": "nobody follows a planted tag",
    "discussion.queries.further: _UNREAD, LISTED": _CHOSEN,
    "discussion.queries.lists: _LINES, VISIBLE": _ASKED_AGAIN,
    "discussion.queries.own_files: _HOLDERS, VISIBLE": "nobody who is kept out has sent a file there",
    "discussion.queries.places: _LISTED, NOT_KEPT_BACK": _CHOSEN,
    "facilitation.health.rules: may_see_health": _PAGE,
    "facilitation.health.rules: may_see_measure": "tells figures about groups, and no word",
    "facilitation.prompts.queries: _issues, person": "no thread that a planted prompt began is kept "
    "from who looks after its place",
    "knowledge.search.queries: found_posts, person": _ASKED_AGAIN,
    "discussion.queries.files: select_visible_files, _IS_READABLE": _TWIN,
    "discussion.queries.files: _ONE_COPY, _IS_READABLE": "for copies of images: what is planted is text",
    "discussion.queries.loosenings: loosenings_to_answer, exists_for": "asked of those who wrote there",
    "discussion.queries.previews: _notes_on_tags, person": "a preview, after a POST",
    "discussion.rules.acts: may_see_act": "the line between posts stands in the thread",
    "discussion.rules.acts: may_see_who_acted": _PEOPLE,
    "discussion.rules.acts: may_see_what_was_before": "no title was another one before",
    "discussion.rules.cases: may_see_declaration": "asked after the thread: nothing is planted in it",
    "discussion.rules.cases: may_see_openings": _PEOPLE,
    "discussion.rules.files: may_see_file": _TWIN,
    "discussion.rules.held: may_see_held": _TWIN,
    "discussion.rules.marks: may_see_who_reacted": _PEOPLE,
    "discussion.rules.threads: may_see_stub": "the stub has no word of the thread",
    "moderation.rules: may_see_entry": _TWIN,
    "moderation.rules: may_see_full_entry": _TWIN,
    "moderation.rules: may_see_full_log": _PAGE,
    "moderation.rules: may_see_item": _TWIN,
    "moderation.rules: may_see_log": _PAGE,
    "outreach.live.queries: _IN_LIST, LISTED": "tells numbers of threads, and no word",
    "outreach.notifications.queries.needs: _ENDING, VISIBLE": "asked of those who wrote there",
}
"""Places in the code that no cell of the matrix tells of, and why."""


def _likely(clause: Clause) -> Clause:
    fits = (channels for name, channels in _LIKELY.items() if clause.about.startswith(name))
    return replace(clause, channels=frozenset(next(fits, ())))


CLAUSES = (
    *WRITTEN,
    *(_likely(clause) for clause in found_in_code() if clause.about not in NOT_TAKEN),
)
