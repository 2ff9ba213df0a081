"""Bringing the demo community to life in an empty installation."""

import re
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.agreement.models import Rule, RulesVersion
from forum.accounts.identity import load_person
from forum.accounts.models import Member, Organisation
from forum.accounts.values import Role, Standing
from forum.admin.demo.caring import load_care
from forum.admin.demo.reading import (
    Community,
    DemoCase,
    DemoConversation,
    DemoMember,
    DemoPost,
    DemoThread,
    read_community,
)
from forum.admin.demo.rounds import add_round
from forum.discussion.models import (
    Category,
    CategoryFacilitator,
    Post,
    PostVersion,
    Reaction,
    ReadingPosition,
    Thread,
    ThreadPerson,
)
from forum.discussion.operations.answers import mark_answer
from forum.discussion.operations.cases import open_to_members
from forum.discussion.operations.conversations import SLUG
from forum.discussion.operations.labels import LabelChoice
from forum.discussion.operations.posts import add_post, render_again, withdraw_post
from forum.discussion.operations.reactions import recount_reactions
from forum.discussion.operations.summaries import SummaryTexts, add_summary, make_ready
from forum.discussion.operations.threads import (
    add_thread,
    close_thread,
    make_thread_row,
    pin_thread,
)
from forum.discussion.values import Pin, Sign
from forum.discussion.values.cases import (
    Area,
    Basis,
    Case,
    Declared,
    Kind,
    Respondent,
    Stage,
)
from forum.discussion.values.labels import Life
from forum.discussion.writing import take_over
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict
from forum.kernel.markup import TextFormat, render
from forum.kernel.passwords import hash_password
from forum.kernel.text import fold
from forum.moderation.operations.flags import add_flag

PASSWORD = "folkmoot-demo"  # noqa: S105 -- the demo is for everyone, and refuses production
SIGN_INS = ("member", "member2", "facilitator", "facilitator2", "host", "host2")
WAITING = 2
"""Cases of the demo that wait for everybody’s answer but their writers’."""
_LINK = re.compile(r"\[\[([a-z-]+/\d+)\]\]")


class Loader:
    """Writes one community; it remembers who and what it has written."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.moment = now()
        self.members: dict[str, Member] = {}
        self.threads: dict[str, Thread] = {}
        self.rules: list[Rule] = []
        self.linking: list[Post] = []

    def load(self) -> None:
        """Write everything, as one transaction."""
        self._add_organisations()
        for member in self.community.members:
            self._add_member(member)
        self._add_rules()
        categories = {row.slug: row for row in db.session.scalars(select(Category))}
        self._add_facilitators(categories)
        for thread in self.community.threads:
            self._add_thread(thread, categories[thread.category])
        for post in self.linking:
            self._link(post)
        self._read_around()
        for conversation in self.community.conversations:
            self._add_conversation(conversation)
        load_care(self.members, self.threads)
        add_round(self.members, "power-and-reflection", self.moment)

    def _ago(self, days: float) -> datetime:
        return self.moment - timedelta(days=days)

    def _add_organisations(self) -> None:
        for one in self.community.organisations:
            db.session.add(
                Organisation(
                    name=one.name, name_key=fold(one.name), about=one.about, country=one.country
                )
            )
        db.session.flush()

    def _add_member(self, one: DemoMember) -> None:
        email = f"{one.handle}@example.org"
        member = Member(
            handle=one.handle,
            handle_key=fold(one.handle),
            name=one.name,
            email=email,
            email_key=fold(email),
            password_hash=hash_password(PASSWORD) if one.handle in SIGN_INS else None,
            role=Role(one.role),
            standing=Standing.ACTIVE,
            joined_at=self._ago(one.joined_days_ago),
            new_since=self._ago(one.joined_days_ago),
            pronouns=one.pronouns,
            bio=one.bio,
            bio_html=render(one.bio).html,
            ask_me_about=one.ask_me_about,
            jurisdictions=list(one.jurisdictions),
            languages=list(one.languages),
        )
        if one.organisation:
            found = select(Organisation).where(Organisation.name == one.organisation)
            member.organisations = [db.session.scalars(found).one()]
        db.session.add(member)
        db.session.flush()
        self.members[one.handle] = member

    def _add_rules(self) -> None:
        version = RulesVersion(
            made_at=self._ago(400), because="The rules that the community began with."
        )
        self.rules = [
            Rule(number=number, title=rule.title, text=rule.text)
            for number, rule in enumerate(self.community.rules, 1)
        ]
        version.rules = self.rules
        db.session.add(version)
        db.session.flush()

    def _add_facilitators(self, categories: dict[str, Category]) -> None:
        for one in self.community.members:
            if one.facilitates:
                db.session.add(
                    CategoryFacilitator(
                        category_id=categories[one.facilitates].id,
                        member_id=self.members[one.handle].id,
                    )
                )
        db.session.flush()

    def _add_thread(self, one: DemoThread, category: Category) -> None:
        first = one.posts[0]
        thread = add_thread(
            category.id,
            one.title,
            take_over(first.body, TextFormat.MARKDOWN),
            tags=list(one.tags),
            author_id=self.members[first.author].id,
            at=self._ago(first.days_ago),
            label=_label_of(one.case),
        )
        self.threads[one.key] = thread
        if one.case and one not in self._waiting():
            others = (member.id for member in self.members.values())
            open_to_members(thread, sorted(set(others) - {thread.author_id}))
        posts = {1: db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()}
        for reply in one.posts[1:]:
            posts[reply.number] = add_post(
                thread,
                take_over(reply.body, TextFormat.MARKDOWN),
                author_id=self.members[reply.author].id,
                at=self._ago(reply.days_ago),
                to=posts[reply.reply_to] if reply.reply_to else None,
            )
        for reply in one.posts:
            self._finish_post(thread, posts[reply.number], reply)
        self._add_marks(thread, one, posts)
        self._finish_thread(thread, one)

    def _waiting(self) -> list[DemoThread]:
        """Return the cases that nobody but their writers has answered for yet."""
        return [one for one in self.community.threads if one.case][-WAITING:]

    def _add_conversation(self, one: DemoConversation) -> None:
        first = one.posts[0]
        author, began = self.members[first.author], self._ago(first.days_ago)
        thread = make_thread_row(one.title, SLUG, category_id=None, author_id=author.id, at=began)
        for handle in (first.author, *one.people):
            db.session.add(
                ThreadPerson(
                    thread_id=thread.id,
                    member_id=self.members[handle].id,
                    added_by_id=author.id,
                    joined_at=began,
                )
            )
        for said in one.posts:
            writing = take_over(said.body, TextFormat.MARKDOWN)
            author_id = self.members[said.author].id
            add_post(thread, writing, author_id=author_id, at=self._ago(said.days_ago))

    def _finish_post(self, thread: Thread, post: Post, one: DemoPost) -> None:
        post.language, post.language_is_given = one.language, True
        if "[[" in one.body:
            self.linking.append(post)
        for version, raw in enumerate(one.edits, 1):
            written = post.created_at + timedelta(hours=3 * (version - 1))
            db.session.add(
                PostVersion(
                    post_id=post.id,
                    version=version,
                    raw=raw,
                    written_at=written,
                    written_by_id=post.author_id,
                )
            )
            post.version = version + 1
            post.edited_at = post.created_at + timedelta(hours=3 * version)
        if one.flag:
            add_flag(
                post,
                self.rules[one.flag.rule - 1].id,
                member_id=self.members[one.flag.by].id,
                because=one.flag.because,
                at=post.created_at + timedelta(hours=2),
            )
        if one.withdrawn:
            by = load_person(self.members[one.withdrawn.by].id)
            withdraw_post(thread, post, by=by, because=one.withdrawn.because)

    def _add_marks(self, thread: Thread, one: DemoThread, posts: dict[int, Post]) -> None:
        """Add reactions, the answer and the summaries."""
        for reply in one.posts:
            post = posts[reply.number]
            for sign, handles in reply.reactions.items():
                for hours, handle in enumerate(handles, 1):
                    given_at = post.created_at + timedelta(hours=hours)
                    member_id = self.members[handle].id
                    db.session.add(
                        Reaction(
                            post_id=post.id, member_id=member_id, sign=Sign(sign), given_at=given_at
                        )
                    )
            if reply.reactions:
                recount_reactions(post)
            if reply.answers:
                mark_answer(thread, post, by=load_person(thread.author_id))
        for version, summary in enumerate(one.summaries, 1):
            texts = SummaryTexts(summary.words, summary.decisions, summary.questions)
            add_summary(
                thread,
                make_ready(texts),
                version=version,
                author_id=self.members[summary.by].id,
                at=self._ago(summary.days_ago),
            )

    def _finish_thread(self, thread: Thread, one: DemoThread) -> None:
        if one.pin:
            by = load_person(self.members[one.pin.by].id)
            pin_thread(thread, Pin(one.pin.scope), by=by, because=one.pin.because)
        if one.closing:
            by = load_person(self.members[one.closing.by].id)
            close_thread(thread, by=by, because=one.closing.because)
            thread.closed_at = self._ago(one.closing.days_ago)

    def _link(self, post: Post) -> None:
        def address(match: re.Match[str]) -> str:
            thread = self.threads[match[1]]
            return f"/t/{thread.slug}/{thread.id}"

        render_again(post, take_over(_LINK.sub(address, post.raw), TextFormat.MARKDOWN))

    def _read_around(self) -> None:
        """Let every member have read nearly everything, each up to a day of their own."""
        for index, member in enumerate(self.members.values()):
            until = self._ago(1.5 + index % 4)
            for thread in self.threads.values():
                numbers = select(Post.number).where(
                    Post.thread_id == thread.id, Post.created_at <= until
                )
                last = max(db.session.scalars(numbers), default=0)
                if last:
                    db.session.add(
                        ReadingPosition(
                            member_id=member.id,
                            thread_id=thread.id,
                            last_read=last,
                            read_at=until,
                        )
                    )


def _label_of(case: DemoCase | None) -> LabelChoice | None:
    if case is None:
        return None
    kind = Kind(case.jurisdiction, Area(case.area), Stage(case.stage), Respondent(case.respondent))
    return LabelChoice(life=Life(days_after_reply=365), case=Case(Declared(Basis.ANONYMISED, kind)))


def is_empty() -> bool:
    """Tell whether nobody is here yet."""
    return db.session.scalar(select(Member.id).limit(1)) is None


def load_demo() -> None:
    """Fill an empty installation with the demo community. Raises Conflict when somebody is here."""
    if not is_empty():
        raise Conflict("There are members here already: the demo only fills an empty installation.")
    community = read_community()
    with unit_of_work():
        Loader(community).load()
