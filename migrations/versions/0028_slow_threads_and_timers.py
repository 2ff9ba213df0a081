"""Slow threads and timers."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('thread_timers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('days_after_last', sa.Integer(), nullable=True),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_thread_timers_category_id_categories'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['set_by_id'], ['members.id'], name=op.f('fk_thread_timers_set_by_id_members')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_timers_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_timers'))
    )
    with op.batch_alter_table('thread_timers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_timers_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_thread_timers_set_by_id'), ['set_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_thread_timers_thread_id'), ['thread_id'], unique=False)

    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slow_seconds', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('slow_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('slow_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('slow_because', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('has_timers', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('has_notes', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_threads_slow_by_id_members'), 'members', ['slow_by_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_threads_slow_by_id_members'), type_='foreignkey')
        batch_op.drop_column('has_notes')
        batch_op.drop_column('has_timers')
        batch_op.drop_column('withdrawn_at')
        batch_op.drop_column('slow_because')
        batch_op.drop_column('slow_by_id')
        batch_op.drop_column('slow_until')
        batch_op.drop_column('slow_seconds')

    with op.batch_alter_table('thread_timers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thread_timers_thread_id'))
        batch_op.drop_index(batch_op.f('ix_thread_timers_set_by_id'))
        batch_op.drop_index(batch_op.f('ix_thread_timers_due_at'))

    op.drop_table('thread_timers')
