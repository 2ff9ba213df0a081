"""Through what something could be told: each route, errand, mail and command has its channel.

A route that is missing here fails; so does one that is here and no longer there.
"""

from collections.abc import Iterator, Mapping

from forum import Forum
from tests.leaks.words import Words

ROUTES = """
lists           /
lists           /latest
lists           /new
lists           /unread
lists           /unanswered
lists           /top
category        /categories
category        /c/<slug>/<int:category_id>
category        /c/<slug>/<int:category_id>/l/<listing>
tags            /tags
tags            /tags/search
tags            /tag/<name>
thread          /t/<slug>/<int:thread_id>
thread          /t/<slug>/<int:thread_id>/<int:number>
thread          /t/<slug>/<int:thread_id>/reply
thread          /t/<int:thread_id>/label
thread          /t/<int:thread_id>/aside
thread          /t/<int:thread_id>/label/ask/end
thread          /t/<int:thread_id>/guests
thread          /t/<int:thread_id>/guests/<handle>
lists           /visit
thread          /t/<int:thread_id>/declaration
thread          /t/<int:thread_id>/openings
thread          /t/<int:thread_id>/walls
cases           /cases
cases           /cases/<int:thread_id>
cases           /conflicts
cases           /self-walls
thread          /t/<int:thread_id>/edit
thread          /t/<int:thread_id>/bookmark
thread          /t/<int:thread_id>/shown
thread          /t/<int:thread_id>/summary
thread          /t/<int:thread_id>/summary/history
thread          /t/<int:thread_id>/writers
redirects       /t/<int:thread_id>
redirects       /t/<int:thread_id>/<int:number>
redirects       /p/<int:post_id>
redirects       /new-message
redirects       /my/activity/bookmarks
post            /p/<int:post_id>/bookmark
post            /p/<int:post_id>/edit
post            /p/<int:post_id>/flag
post            /p/<int:post_id>/language
post            /p/<int:post_id>/link
post            /p/<int:post_id>/reactions
post            /p/<int:post_id>/replies
post            /p/<int:post_id>/share
post            /p/<int:post_id>/withdraw
withdrawn       /p/<int:post_id>/text
history         /p/<int:post_id>/history
files           /preferences/files
files           /files/<int:file_id>/<name>
files           /uploads/<int:file_id>/<name>
files           /uploads/<int:file_id>/<int:width>/<name>
profile         /u/<handle>
profile         /u/<handle>/activity
profile         /u/<handle>/activity/topics
profile         /u/<handle>/activity/bookmarks
profile         /u/<handle>/bookmarks
profile         /u/<handle>/claim
profile         /u/<handle>/edit
profile         /u/<handle>/ignore
profile         /members
pictures        /pictures/<int:member_id>/<token>
search          /search
suggestions     /suggest/members
suggestions     /suggest/places
suggestions     /suggest/emoji
suggestions     /new-topic/similar
writing         /new-topic
writing         /new-case
writing         /writing
drafts          /drafts
drafts          /drafts/<int:draft_id>
bookmarks       /bookmarks
bookmarks       /bookmarks/<int:bookmark_id>
notifications   /notifications
notifications   /notifications/bell
notifications   /for-you
notifications   /following
live            /live/list/<listing>
live            /live/list/<listing>/<int:category_id>
live            /live/me
live            /live/t/<int:thread_id>
live            /live/t/<int:thread_id>/head
live            /live/t/<int:thread_id>/posts
conversations   /messages
conversations   /messages/archive
conversations   /messages/new
conversations   /messages/sent
conversations   /messages/unread
conversations   /messages/<int:conversation_id>/leave
conversations   /messages/<int:conversation_id>/people
conversations   /u/<handle>/messages
conversations   /u/<handle>/messages/<folder>
flags           /my-flags
flags           /review/<int:item_id>/talk
flags           /review
flags           /review/<int:item_id>
moderation      /moderate/words
rounds          /rounds
rounds          /rounds/new
rounds          /t/<int:thread_id>/round
journal         /journal
journal         /commitments
journal         /commitments/<int:commitment_id>
prompts         /prompts
prompts         /prompts/new
prompts         /prompts/<int:prompt_id>
prompts         /prompts/<int:prompt_id>/edit
held            /waiting
held            /waiting/<int:held_id>
log             /moderation-log
log             /moderation-log.csv
log             /transparency
log             /transparency/<quarter>
log             /moderation-log/full
log             /moderation-log/<int:log_id>/undo
log             /moderation-log/full.csv
moderation      /moderate/members/<handle>
moderation      /moderate/posts/<int:post_id>
moderation      /moderate/several
moderation      /moderate/tags/<name>
moderation      /moderate/threads/<int:thread_id>
moderation      /moderate/threads/<int:thread_id>/merge
moderation      /moderate/threads/<int:thread_id>/notes
moderation      /moderate/threads/<int:thread_id>/split
mail            /outbox
mail            /outbox/<name>
running         /appeal/<token>
running         /my-sanctions
running         /removals
category        /who-can-do-what
running         /about
running         /admin
running         /admin/categories
running         /admin/categories/<int:category_id>
running         /admin/categories/<int:category_id>/form
running         /admin/categories/new
running         /admin/groups
running         /admin/groups/<int:group_id>
running         /admin/members
running         /admin/members/<handle>
running         /admin/organisations
running         /admin/organisations/<int:organisation_id>
running         /admin/rules
running         /claims
running         /claims/<int:claim_id>
running         /rules
running         /rules/<int:version_id>
signing in      /confirm-email/<token>
signing in      /invites
signing in      /invites/<token>
signing in      /keys
signing in      /login
signing in      /login/passkey
signing in      /login/second
signing in      /password-reset
signing in      /password-reset/<token>
signing in      /preferences
signing in      /preferences/text-check
signing in      /prove
signing in      /second-factor
pseudonyms      /t/<int:thread_id>/pseudonym
pseudonyms      /c/<int:category_id>/pseudonym
pseudonyms      /t/<int:thread_id>/pseudonym/head
pseudonyms      /p/<int:post_id>/pseudonym
pseudonyms      /p/<int:post_id>/mute-pseudonym
pseudonyms      /p/<int:post_id>/unmask
pseudonyms      /pseudonyms
pseudonyms      /unmasking
pseudonyms      /unmasking/<int:unmasking_id>
running         /custodians
running         /custodians/key
files           /static/<path:filename>
signing in      /admin/members/<handle>/recovery
signing in      /login/openid/back
signing in      /login/openid/link/<token>
signing in      /preferences/openid
signing in      /recoveries/<int:recovery_id>
signing in      /recovery/stop/<token>
circles         /g
circles         /g/<slug>
circles         /g/<slug>/categories/<int:category_id>
circles         /g/<slug>/categories/<int:category_id>/form
circles         /g/<slug>/categories/new
circles         /g/<slug>/end
circles         /conveners
circles         /g/<slug>/people
circles         /g/<slug>/people/<handle>/end
circles         /g/<slug>/settings
circles         /g/new
profile         /u
rights          /break-glass
rights          /exports
rights          /exports/<int:export_id>/archive.zip
rights          /preferences/kept
rights          /preferences/leave
rights          /leave
rights          /leaving
rights          /pause
asks            /asks
asks            /t/<int:thread_id>/ask
asks            /needs-reply
asks            /needs-reply/<int:post_id>
members         /welcome
members         /welcome/answers
members         /welcome/hello
members         /welcome/questions/<question>
members         /buddies
members         /buddies/propose
"""

ERRANDS = {
    "mail.send": "the letters that it sends stand in the channel `mail`",
    "notifications.published": "tells in the channel `notifications`",
    "notifications.revised": "tells in the channel `notifications`",
    "notifications.invited": "tells in the channel `notifications`",
    "notifications.opened": "tells in the channel `notifications`",
    "discussion.remind": "tells in the channel `notifications`",
    "rounds.end": "makes posts of entries, which have channels of their own",
    "discussion.remove_files": "removes files and tells nobody",
    "search.index": "fills the channel `search`",
    "accounts.password_reset": "writes a letter about an account, not about what is discussed",
    "accounts.remove_picture": "removes a picture and tells nobody",
    "accounts.recovery": "writes a letter about an account, not about what is discussed",
    "accounts.offer_identity": "writes a letter about an account, not about what is discussed",
    "rights.erase": "removes a member and tells nobody",
    "rights.export": "gives members what the tests of the export look through",
    "rights.remove_export": "removes an archive and tells nobody",
    "search.rebuild": "fills the channel `search`",
}
COMMANDS = {
    "search": "is asked as every reader, in the channel `commands`",
    "check": "tells counts and faults of the whole installation, and no words",
    "demo": "fills an empty community with what it brings",
    "errands": "tells kinds and numbers of what waits",
    "import": "brings in an archive that its caller has",
    "markup": "renders what its caller gives",
    "member": "is about accounts, not about what is discussed",
    "migrate": "changes tables and tells nothing",
    "reindex": "tells how many posts the index holds",
    "render": "tells how many posts were rendered",
    "run": "serves the pages, which have channels of their own",
    "worker": "does errands, which have answers of their own",
}
MAILS = """
claim_granted            names a place in archives, by the number of posts
claim_refused            names a place in archives, by the number of posts
circle_ended             names no circle
circle_invitation        names the circle to whom its conveners invite
confirm_email            about an account
convener_named           names no circle
email_changed            about an account
email_taken              about an account
export_made              says that an archive is there, and nothing that is in it
guest_invitation         names neither the thread nor a word of it
identity_changed         about an account
identity_offered         about an account
invitation               about an account
invitation_into_circle   names no circle
invitation_asked_again   about an account
invitation_to_member     about an account
appeal_decided           about an account; the reason is the facilitator's own
flag_decided             names neither the post nor what was decided
held_refused             names neither the post nor where it would stand
queue_reminder           tells how much waits for its reader, and nothing of it
nudged                   says that its reader might help somebody, and nothing of whom or with what
welcome_question         says that a question waits, and nothing of it
buddy_waits              says that something about a buddy waits, and names nobody
leaving                  about an account
password_changed         about an account
password_reset           about an account
password_reset_by_host   about an account
pseudonym_lifted         says that something concerns its reader, and nothing of it
removal_begun            about an account; the reason is the facilitators' own
removed                  about an account; the reason is the facilitators' own
sanction_over            about an account
recovery_agreed          about an account
recovery_begun           about an account
recovery_code_used       about an account
recovery_link            about an account
reset_link_given         about an account
second_factor_changed    about an account
second_factors_taken     about an account
silence_ended            about an account; the reason is the facilitator's own
silenced                 about an account; the reason is the facilitator's own
suspended                about an account; the reason is the facilitator's own
suspension_ended         about an account; the reason is the facilitator's own
"""

LISTS = (
    "/latest",
    "/new",
    "/unread",
    "/unanswered",
    "/top",
    "/top?period=week",
    "/categories",
    "/tags",
    "/search?q=@author",
    "/search?q=in:first",
    "/u/author",
    "/u/author/activity",
    "/u/author/activity/topics",
    "/u",
    "/notifications",
    "/for-you",
    "/messages",
    "/review",
    "/review?status=handled",
    "/waiting",
    "/asks",
    "/needs-reply",
    "/rounds",
    "/prompts",
    "/moderation-log",
    "/moderation-log/full",
    "/moderation-log.csv",
    "/transparency",
    "/who-can-do-what",
    "/moderation-log/full.csv",
    "/break-glass",
    "/exports",
    "/admin",
    "/admin/groups",
    "/admin/members",
)
"""Lists and counts of everything that there is."""
COUNTED = (
    ("/search?q={word}", ("title", "body", "tag")),
    ("/search?q=in:title+{word}", ("title",)),
    ("/search?q=in:messages+{word}", ("body",)),
    ("/search?q=@author+{word}", ("title", "body")),
    ("/tags/search?q={word}", ("tag",)),
    ("/suggest/places?q={word}", ("tag",)),
    ("/new-topic/similar?title={word}", ("title", "body")),
)
"""Questions that must be answered alike whether a word stands somewhere out of sight or nowhere.

Each with the places whose words it looks for.
"""
NOWHERE = "wumpfelgrint"
"""A word that stands nowhere at all."""

FIXED: Mapping[str, object] = {
    "listing": "latest",
    "folder": "inbox",
    "filename": "img/folkmoot.svg",
    "width": 690,
    "token": "none",
    "draft_id": 1,
    "bookmark_id": 1,
    "item_id": 1,
    "entry_id": 1,
    "log_id": 1,
    "held_id": 1,
    "pair_id": 1,
    "question": "need",
    "thing": "rules",
    "prompt_id": 1,
    "commitment_id": 1,
    "unmasking_id": 1,
    "recovery_id": 1,
    "export_id": 1,
    "quarter": "2026-Q1",
}


def channel_of_routes() -> dict[str, str]:
    """Return the channel of each route."""
    lines = (line.split(maxsplit=0) for line in ROUTES.strip().splitlines())
    found = {}
    for [line] in lines:
        channel, _, rule = line.partition("/")
        found[f"/{rule.strip()}"] = channel.strip()
    return found


def answers_of_mails() -> dict[str, str]:
    """Return what each mail tells of discussions."""
    return dict(line.split(maxsplit=1) for line in MAILS.strip().splitlines())


def routes(app: Forum) -> set[str]:
    """Return everything that can be asked for with GET."""
    return {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def addresses(values: Mapping[str, object], words: Words) -> Iterator[tuple[str, str]]:
    """Return each address that could tell of a thing, with its channel."""
    for rule, channel in channel_of_routes().items():
        if not rule.startswith("/static"):
            yield channel, filled(rule, values, words)
    yield from _asked(values, words)


def filled(rule: str, values: Mapping[str, object], words: Words) -> str:
    """Return the address of a route for a thing."""
    address = rule
    tag = words.both("tag").replace(" ", "-")
    name = tag if "tag" in rule else f"{words.secret('file name')}.txt"
    for argument, value in {**FIXED, "name": name, **values}.items():
        for form in (f"<{argument}>", f"<int:{argument}>", f"<path:{argument}>"):
            address = address.replace(form, str(value))
    for argument in ("category_id", "thread_id", "post_id", "file_id", "number", "member_id"):
        address = address.replace(f"<int:{argument}>", "1")
    for argument in ("conversation_id", "group_id", "organisation_id", "claim_id", "version_id"):
        address = address.replace(f"<int:{argument}>", "1")
    return address.replace("<handle>", "author").replace("<slug>", "any")


def _asked(values: Mapping[str, object], words: Words) -> Iterator[tuple[str, str]]:
    """Return addresses with questions, in the words that a reader could guess."""
    title, body, tag = words.typed("title"), words.typed("body"), words.typed("tag")
    thread = values.get("thread_id", 1)
    for query in (title, body, title[:-1], f'"{title}"', f"in:title+{title}", f"@author+{body}"):
        yield "search", f"/search?q={query}"
    yield "search", f"/search?q=in:messages+{body}"
    yield "search", f"/search?q=tags:{words.both('tag').replace(' ', '-')}"
    yield "facets", "/search?q=@author"
    yield "facets", f"/search?q=@author+{body}"
    yield "tags", f"/tags/search?q={tag[:4]}"
    yield "suggestions", f"/suggest/places?q={tag[:4]}"
    yield "suggestions", f"/new-topic/similar?title={title}+{body}"
    yield "print", f"/t/any/{thread}?print"
    yield "thread", f"/t/any/{thread}?page=1"
    yield "thread", f"/t/any/{thread}?by=author"
    yield "lists", "/top?period=week"
    yield "log", f"/moderation-log?q={body}"
    yield "log", f"/moderation-log/full?q={body}"
    yield "writing", f"/new-topic?continue={values.get('post_id', 1)}"
