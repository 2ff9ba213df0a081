"""live events."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_events",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_events")),
    )
    op.create_index("ix_live_events_thread", "live_events", ["thread_id", "id"])
    op.create_index("ix_live_events_member", "live_events", ["member_id", "id"])
    op.create_index(op.f("ix_live_events_at"), "live_events", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_live_events_at"), table_name="live_events")
    op.drop_index("ix_live_events_member", table_name="live_events")
    op.drop_index("ix_live_events_thread", table_name="live_events")
    op.drop_table("live_events")
    # Ids must not begin again below those that pages which are open have seen.
