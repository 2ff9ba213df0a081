"""Posts that wait for a facilitator."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('approval_groups',
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('written', sa.String(length=32), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_approval_groups_category_id_categories'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_approval_groups_group_id_groups'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('category_id', 'written', 'group_id', name=op.f('pk_approval_groups'))
    )
    with op.batch_alter_table('approval_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_approval_groups_group_id'), ['group_id'], unique=False)

    op.create_table('held_posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=True),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('continues_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('reuse', sa.String(length=32), nullable=True),
    sa.Column('matter', sa.String(length=32), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('days_after_reply', sa.Integer(), nullable=True),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('held_because', sa.String(length=32), nullable=False),
    sa.Column('submission_key', sa.String(length=64), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['members.id'], name=op.f('fk_held_posts_author_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_held_posts_category_id_categories'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['continues_id'], ['posts.id'], name=op.f('fk_held_posts_continues_id_posts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['members.id'], name=op.f('fk_held_posts_decided_by_id_members')),
    sa.ForeignKeyConstraint(['parent_id'], ['posts.id'], name=op.f('fk_held_posts_parent_id_posts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_held_posts_post_id_posts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_held_posts_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_held_posts')),
    sa.UniqueConstraint('author_id', 'submission_key', name='uq_held_posts_submission')
    )
    with op.batch_alter_table('held_posts', schema=None) as batch_op:
        batch_op.create_index('ix_held_posts_author_id', ['author_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_held_posts_thread_id'), ['thread_id'], unique=False)

    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approving_threads', sa.String(length=32), server_default='none', nullable=False))
        batch_op.add_column(sa.Column('approving_replies', sa.String(length=32), server_default='none', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.drop_column('approving_replies')
        batch_op.drop_column('approving_threads')

    with op.batch_alter_table('held_posts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_held_posts_thread_id'))
        batch_op.drop_index('ix_held_posts_author_id')

    op.drop_table('held_posts')
    with op.batch_alter_table('approval_groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_approval_groups_group_id'))

    op.drop_table('approval_groups')
