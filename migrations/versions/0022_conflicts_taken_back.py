"""Let members take back that they have a conflict."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("walls", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stands_anyway", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("wished_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("wish", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("refusal", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("walls", schema=None) as batch_op:
        batch_op.drop_column("refusal")
        batch_op.drop_column("wish")
        batch_op.drop_column("wished_at")
        batch_op.drop_column("stands_anyway")
