"""Entries of rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('round_places',
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_round_places_category_id_categories'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('category_id', name=op.f('pk_round_places'))
    )
    op.create_table('commitments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('look_on', sa.Date(), nullable=False),
    sa.Column('happened', sa.String(length=32), nullable=True),
    sa.Column('in_the_way', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_commitments_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_commitments_thread_id_threads'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitments'))
    )
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.create_index('ix_commitments_member_id_look_on', ['member_id', 'look_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitments_thread_id'), ['thread_id'], unique=False)

    op.create_table('entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('seen', sa.JSON(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['members.id'], name=op.f('fk_entries_author_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_entries_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entries')),
    sa.UniqueConstraint('thread_id', 'author_id', name=op.f('uq_entries_thread_id_author_id'))
    )
    with op.batch_alter_table('entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entries_author_id'), ['author_id'], unique=False)

    op.create_table('journal_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=True),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_journal_entries_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_journal_entries_thread_id_threads'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_entries'))
    )
    with op.batch_alter_table('journal_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_entries_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_entries_thread_id'), ['thread_id'], unique=False)

    op.create_table('rounds',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=32), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_machine', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_rounds_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', name=op.f('pk_rounds'))
    )
    op.create_table('round_groups',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_round_groups_group_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['rounds.thread_id'], name=op.f('fk_round_groups_thread_id_rounds'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', 'group_id', name=op.f('pk_round_groups'))
    )
    with op.batch_alter_table('round_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_groups_group_id'), ['group_id'], unique=False)

    op.create_table('round_turns',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_round_turns_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['rounds.thread_id'], name=op.f('fk_round_turns_thread_id_rounds'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', 'member_id', name=op.f('pk_round_turns'))
    )
    with op.batch_alter_table('round_turns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_turns_member_id'), ['member_id'], unique=False)

    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gathering', sa.String(length=32), nullable=True))
        batch_op.create_index('ix_threads_gathering', ['gathering'], unique=False, sqlite_where=sa.text('gathering IS NOT NULL'), postgresql_where=sa.text('gathering IS NOT NULL'))



def downgrade() -> None:
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_index('ix_threads_gathering', sqlite_where=sa.text('gathering IS NOT NULL'), postgresql_where=sa.text('gathering IS NOT NULL'))
        batch_op.drop_column('gathering')

    with op.batch_alter_table('round_turns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_turns_member_id'))

    op.drop_table('round_turns')
    with op.batch_alter_table('round_groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_groups_group_id'))

    op.drop_table('round_groups')
    op.drop_table('rounds')
    with op.batch_alter_table('journal_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journal_entries_thread_id'))
        batch_op.drop_index(batch_op.f('ix_journal_entries_member_id'))

    op.drop_table('journal_entries')
    with op.batch_alter_table('entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entries_author_id'))

    op.drop_table('entries')
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitments_thread_id'))
        batch_op.drop_index('ix_commitments_member_id_look_on')

    op.drop_table('commitments')
    op.drop_table('round_places')
