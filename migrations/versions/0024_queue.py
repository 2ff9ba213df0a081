"""The queue of all that waits for facilitators."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('queue_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('priority', sa.Integer(), server_default='1', nullable=False),
    sa.Column('claimed_by_id', sa.Integer(), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_after', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['members.id'], name=op.f('fk_queue_items_claimed_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue_items')),
    sa.UniqueConstraint('kind', 'subject_id', name=op.f('uq_queue_items_kind_subject_id'))
    )
    with op.batch_alter_table('queue_items', schema=None) as batch_op:
        batch_op.create_index('ix_queue_items_waiting', ['settled_at', 'priority', 'opened_at'], unique=False)

    op.create_table('queue_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_queue_steps_by_id_members')),
    sa.ForeignKeyConstraint(['item_id'], ['queue_items.id'], name=op.f('fk_queue_steps_item_id_queue_items'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue_steps'))
    )
    with op.batch_alter_table('queue_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_queue_steps_by_id'), ['by_id'], unique=False)
        batch_op.create_index('ix_queue_steps_item_id', ['item_id', 'id'], unique=False)

    # What waited or was settled before keeps its place, and who did what as far as that is known.
    op.execute("""
        INSERT INTO queue_items (kind, subject_id, opened_at, version, settled_at)
        SELECT 'flags', id, opened_at, version, handled_at FROM review_items ORDER BY id
    """)
    op.execute("""
        INSERT INTO queue_steps (item_id, at, by_id, words, version)
        SELECT queue_items.id, flags.made_at, flags.member_id, 'flagged this post', 1
        FROM flags JOIN queue_items
            ON queue_items.kind = 'flags' AND queue_items.subject_id = flags.item_id
        ORDER BY flags.id
    """)
    op.execute("""
        INSERT INTO queue_steps (item_id, at, by_id, words, version)
        SELECT queue_items.id, review_items.handled_at, review_items.handled_by_id,
            CASE review_items.outcome
                WHEN 'withdrawn' THEN 'agreed, and withdrew the post'
                WHEN 'kept' THEN 'agreed, and kept the post'
                WHEN 'ignored' THEN 'ignored the flags'
                ELSE 'disagreed'
            END,
            review_items.version
        FROM review_items JOIN queue_items
            ON queue_items.kind = 'flags' AND queue_items.subject_id = review_items.id
        WHERE review_items.handled_at IS NOT NULL ORDER BY review_items.id
    """)
    op.execute("""
        INSERT INTO queue_items (kind, subject_id, opened_at, version, settled_at)
        SELECT 'claim', id, asked_at, 1, decided_at FROM claims ORDER BY id
    """)
    op.execute("""
        INSERT INTO queue_steps (item_id, at, by_id, words, version)
        SELECT queue_items.id, claims.asked_at, claims.member_id, 'claimed archived posts', 1
        FROM claims JOIN queue_items
            ON queue_items.kind = 'claim' AND queue_items.subject_id = claims.id
        ORDER BY claims.id
    """)
    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.drop_column('version')



def downgrade() -> None:
    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('queue_steps', schema=None) as batch_op:
        batch_op.drop_index('ix_queue_steps_item_id')
        batch_op.drop_index(batch_op.f('ix_queue_steps_by_id'))

    op.drop_table('queue_steps')
    with op.batch_alter_table('queue_items', schema=None) as batch_op:
        batch_op.drop_index('ix_queue_items_waiting')

    op.drop_table('queue_items')
