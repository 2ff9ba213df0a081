"""drafts and forms."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_drafts_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint(
            "member_id", "kind", "thing_id", name=op.f("uq_drafts_member_id_kind_thing_id")
        ),
    )
    op.create_index(op.f("ix_drafts_saved_at"), "drafts", ["saved_at"])
    op.create_table(
        "continuations",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_continuations_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_continuations_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_continuations")),
    )
    op.create_index(op.f("ix_continuations_post_id"), "continuations", ["post_id"])
    with op.batch_alter_table("categories") as batch_op:
        batch_op.add_column(sa.Column("form", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("post_versions") as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("posts") as batch_op:
        batch_op.add_column(sa.Column("edited_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(
            sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_posts_edited_by_id_members"), "members", ["edited_by_id"], ["id"]
        )
    op.execute("UPDATE posts SET revision = version")
    op.execute("UPDATE post_versions SET revision = version")


def downgrade() -> None:
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_posts_edited_by_id_members"), type_="foreignkey")
        batch_op.drop_column("is_shared")
        batch_op.drop_column("revision")
        batch_op.drop_column("edited_by_id")
    with op.batch_alter_table("post_versions") as batch_op:
        batch_op.drop_column("revision")
    with op.batch_alter_table("categories") as batch_op:
        batch_op.drop_column("form")
    op.drop_index(op.f("ix_continuations_post_id"), table_name="continuations")
    op.drop_table("continuations")
    op.drop_index(op.f("ix_drafts_saved_at"), table_name="drafts")
    op.drop_table("drafts")
