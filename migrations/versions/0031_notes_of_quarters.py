"""Notes of quarters."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('transparency_notes',
    sa.Column('quarter', sa.String(length=7), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('quarter', name=op.f('pk_transparency_notes'))
    )


def downgrade() -> None:
    op.drop_table('transparency_notes')
