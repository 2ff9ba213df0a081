"""Asks, and who sees to what waits for a reply."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('asks',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('needed_by', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_asks_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', name=op.f('pk_asks'))
    )
    with op.batch_alter_table('asks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_asks_state'), ['state'], unique=False)

    op.create_table('needless_replies',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('said_by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['said_by_id'], ['members.id'], name=op.f('fk_needless_replies_said_by_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_needless_replies_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', name=op.f('pk_needless_replies'))
    )
    with op.batch_alter_table('needless_replies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_needless_replies_said_by_id'), ['said_by_id'], unique=False)

    op.create_table('nudges',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_nudges_by_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_nudges_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_nudges_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nudges'))
    )
    with op.batch_alter_table('nudges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nudges_by_id'), ['by_id'], unique=False)
        batch_op.create_index('ix_nudges_member_id', ['member_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_nudges_thread_id'), ['thread_id'], unique=False)

    op.create_table('reply_claims',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_reply_claims_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_reply_claims_post_id_posts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', name=op.f('pk_reply_claims'))
    )
    with op.batch_alter_table('reply_claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reply_claims_member_id'), ['member_id'], unique=False)

    op.create_table('held_asks',
    sa.Column('held_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('needed_by', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['held_id'], ['held_posts.id'], name=op.f('fk_held_asks_held_id_held_posts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('held_id', name=op.f('pk_held_asks'))
    )


def downgrade() -> None:
    op.drop_table('held_asks')
    with op.batch_alter_table('reply_claims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reply_claims_member_id'))

    op.drop_table('reply_claims')
    with op.batch_alter_table('nudges', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nudges_thread_id'))
        batch_op.drop_index('ix_nudges_member_id')
        batch_op.drop_index(batch_op.f('ix_nudges_by_id'))

    op.drop_table('nudges')
    with op.batch_alter_table('needless_replies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_needless_replies_said_by_id'))

    op.drop_table('needless_replies')
    with op.batch_alter_table('asks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_asks_state'))

    op.drop_table('asks')
