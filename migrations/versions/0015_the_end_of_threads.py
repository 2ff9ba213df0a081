"""The end of threads, and asking for looser labels."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('expired_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('told_of_end', sa.Integer(), nullable=True))
        batch_op.create_index('ix_threads_ends_at', ['ends_at'], unique=False, sqlite_where=sa.text('ends_at IS NOT NULL'), postgresql_where=sa.text('ends_at IS NOT NULL'))
    write_ends()
    op.create_table('loosenings',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('reuse', sa.String(length=32), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('days_after_reply', sa.Integer(), nullable=True),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['members.id'], name=op.f('fk_loosenings_asked_by_id_members')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_loosenings_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', name=op.f('pk_loosenings'))
    )
    with op.batch_alter_table('loosenings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_loosenings_closes_at'), ['closes_at'], unique=False)

    op.create_table('loosening_answers',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_loosening_answers_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['loosenings.thread_id'], name=op.f('fk_loosening_answers_thread_id_loosenings'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', 'member_id', name=op.f('pk_loosening_answers'))
    )
    with op.batch_alter_table('loosening_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_loosening_answers_member_id'), ['member_id'], unique=False)


def write_ends() -> None:
    """Give the threads that have an end by their label the moment of it."""
    threads = sa.table(
        'threads',
        sa.column('id', sa.Integer()),
        sa.column('ends_on', sa.Date()),
        sa.column('days_after_reply', sa.Integer()),
        sa.column('last_posted_at', sa.DateTime(timezone=True)),
        sa.column('ends_at', sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    has_end = threads.c.ends_on.is_not(None) | threads.c.days_after_reply.is_not(None)
    for row in connection.execute(sa.select(threads).where(has_end)).all():
        if row.ends_on is not None:
            ends_at = datetime.combine(row.ends_on, datetime.min.time(), UTC) + timedelta(days=1)
        else:
            ends_at = row.last_posted_at + timedelta(days=row.days_after_reply)
        connection.execute(threads.update().where(threads.c.id == row.id).values(ends_at=ends_at))


def downgrade() -> None:
    op.drop_table('loosening_answers')
    op.drop_table('loosenings')
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_index('ix_threads_ends_at', sqlite_where=sa.text('ends_at IS NOT NULL'), postgresql_where=sa.text('ends_at IS NOT NULL'))
        batch_op.drop_column('told_of_end')
        batch_op.drop_column('expired_at')
        batch_op.drop_column('ends_at')
