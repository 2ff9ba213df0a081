"""following and notifications."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("members") as table:
        table.add_column(
            sa.Column("keys", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("members") as table:
        table.alter_column("keys", server_default=None)
    op.create_table(
        "thread_followings",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("following", sa.Integer(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("following BETWEEN 0 AND 3", name=op.f("ck_thread_followings_following")),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_thread_followings_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_thread_followings_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "thread_id", name=op.f("pk_thread_followings")),
    )
    with op.batch_alter_table("thread_followings") as table:
        table.create_index(table.f("ix_thread_followings_thread_id"), ["thread_id"])
        table.create_index(
            "ix_thread_followings_newest", ["member_id", "changed_at"]
        )
    for name, other, column in (
        ("category_followings", "categories", "category_id"),
        ("tag_followings", "tags", "tag_id"),
    ):
        op.create_table(
            name,
            sa.Column("member_id", sa.Integer(), nullable=False),
            sa.Column(column, sa.Integer(), nullable=False),
            sa.Column("following", sa.Integer(), nullable=False),
            sa.CheckConstraint("following BETWEEN 0 AND 4", name=op.f(f"ck_{name}_following")),
            sa.ForeignKeyConstraint(
                ["member_id"],
                ["members.id"],
                name=op.f(f"fk_{name}_member_id_members"),
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint(
                [column],
                [f"{other}.id"],
                name=op.f(f"fk_{name}_{column}_{other}"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("member_id", column, name=op.f(f"pk_{name}")),
        )
        with op.batch_alter_table(name) as table:
            table.create_index(table.f(f"ix_{name}_{column}"), [column])
    op.create_table(
        "following_preferences",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("when_starting", sa.Integer(), nullable=False),
        sa.Column("when_replying", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_following_preferences_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_following_preferences")),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(post_id IS NULL) <> (thread_id IS NULL)", name=op.f("ck_notifications_subject")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_notifications_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_notifications_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_notifications_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["members.id"],
            name=op.f("fk_notifications_actor_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("member_id", "post_id", name=op.f("uq_notifications_member_id_post_id")),
        sa.UniqueConstraint(
            "member_id",
            "thread_id",
            "cause",
            name=op.f("uq_notifications_member_id_thread_id_cause"),
        ),
    )
    with op.batch_alter_table("notifications") as table:
        table.create_index("ix_notifications_newest", ["member_id", "made_at"])
        table.create_index(table.f("ix_notifications_post_id"), ["post_id"])
        table.create_index(table.f("ix_notifications_thread_id"), ["thread_id"])
        table.create_index(table.f("ix_notifications_actor_id"), ["actor_id"])
        table.create_index(
            "ix_notifications_unread",
            ["member_id"],
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )
        table.create_index("ix_notifications_read_at", ["read_at"])
    op.create_table(
        "unwanted_causes",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_unwanted_causes_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "cause", name=op.f("pk_unwanted_causes")),
    )
    op.create_table(
        "rules_read",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name=op.f("fk_rules_read_member_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rules_versions.id"],
            name=op.f("fk_rules_read_version_id_rules_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "version_id", name=op.f("pk_rules_read")),
    )
    with op.batch_alter_table("rules_read") as table:
        table.create_index(table.f("ix_rules_read_version_id"), ["version_id"])


def downgrade() -> None:
    op.drop_table("rules_read")
    op.drop_table("unwanted_causes")
    op.drop_table("notifications")
    op.drop_table("following_preferences")
    op.drop_table("tag_followings")
    op.drop_table("category_followings")
    op.drop_table("thread_followings")
    with op.batch_alter_table("members") as table:
        table.drop_column("keys")
