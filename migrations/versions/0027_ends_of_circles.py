"""Ends of circles that can be taken back, and wishes declined."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('circle_endings',
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('fate', sa.String(length=32), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('into_id', sa.Integer(), nullable=True),
    sa.Column('settles_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['circle_id'], ['groups.id'], name=op.f('fk_circle_endings_circle_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['into_id'], ['groups.id'], name=op.f('fk_circle_endings_into_id_groups'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('circle_id', name=op.f('pk_circle_endings'))
    )
    with op.batch_alter_table('circle_endings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_circle_endings_settles_at'), ['settles_at'], unique=False)

    with op.batch_alter_table('circle_letters', schema=None) as batch_op:
        batch_op.add_column(sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('circle_letters', schema=None) as batch_op:
        batch_op.drop_column('declined_at')

    with op.batch_alter_table('circle_endings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_circle_endings_settles_at'))

    op.drop_table('circle_endings')
