"""marks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COLUMNS = (
    ("categories", "reactions", sa.String(length=32), "counted"),
    ("categories", "takes_answers", sa.Boolean(), sa.false()),
    ("members", "new_window", sa.String(length=32), "always"),
    ("members", "seen_at", MOMENT, None),
    ("members", "visit_ended_at", MOMENT, None),
    ("posts", "reaction_count", sa.Integer(), "0"),
    ("reading_positions", "dismissed_from", sa.Integer(), None),
    ("threads", "answer_number", sa.Integer(), None),
)
"""Table, name, type, and what rows have that are there already."""


def upgrade() -> None:
    for table, name, kind, default in COLUMNS:
        column = sa.Column(name, kind, nullable=default is None, server_default=default)
        op.add_column(table, column)
    op.create_index("ix_posts_thread_author", "posts", ["thread_id", "author_id"])
    _create_marks()
    op.create_table(
        "summaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("words_html", sa.Text(), nullable=False),
        sa.Column("decisions_html", sa.Text(), nullable=False),
        sa.Column("questions_html", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name="fk_summaries_thread_id_threads", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["members.id"], name="fk_summaries_written_by_id_members"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_summaries"),
        sa.UniqueConstraint("thread_id", "version", name="uq_summaries_thread_id_version"),
    )
    op.create_table(
        "dismissals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(length=32), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("new_since", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name="fk_dismissals_category_id_categories", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_dismissals_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dismissals"),
    )
    op.create_index("ix_dismissals_member_category", "dismissals", ["member_id", "category_id", "at"])
    op.create_index("ix_dismissals_category_id", "dismissals", ["category_id"])


def _create_marks() -> None:
    op.create_table(
        "reactions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(length=32), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_reactions_member_id_members", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_reactions_post_id_posts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "member_id", "sign", name="pk_reactions"),
    )
    op.create_index("ix_reactions_member_id", "reactions", ["member_id"])
    op.create_table(
        "bookmarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.CheckConstraint("(post_id IS NULL) <> (thread_id IS NULL)", name="ck_bookmarks_one_place"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_bookmarks_member_id_members", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_bookmarks_post_id_posts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name="fk_bookmarks_thread_id_threads", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bookmarks"),
        sa.UniqueConstraint("member_id", "post_id", name="uq_bookmarks_member_id_post_id"),
        sa.UniqueConstraint("member_id", "thread_id", name="uq_bookmarks_member_id_thread_id"),
    )
    op.create_index("ix_bookmarks_member_made", "bookmarks", ["member_id", "made_at", "id"])
    op.create_index("ix_bookmarks_post_id", "bookmarks", ["post_id"])
    op.create_index("ix_bookmarks_thread_id", "bookmarks", ["thread_id"])
    op.create_table(
        "answers",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["members.id"], name="fk_answers_marked_by_id_members"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_answers_post_id_posts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name="pk_answers"),
    )


def downgrade() -> None:
    for table in ("dismissals", "summaries", "answers", "bookmarks", "reactions"):
        op.drop_table(table)
    op.drop_index("ix_posts_thread_author", table_name="posts")
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
