"""Notes and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('thread_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_thread_notes_by_id_members')),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_thread_notes_category_id_categories')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_notes_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_notes'))
    )
    with op.batch_alter_table('thread_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_notes_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_thread_notes_thread_id'), ['thread_id'], unique=False)

    op.create_table('post_notices',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_post_notices_by_id_members')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_post_notices_post_id_posts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', name=op.f('pk_post_notices'))
    )
    with op.batch_alter_table('post_notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_notices_by_id'), ['by_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('post_notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_notices_by_id'))

    op.drop_table('post_notices')
    with op.batch_alter_table('thread_notes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thread_notes_thread_id'))
        batch_op.drop_index(batch_op.f('ix_thread_notes_by_id'))

    op.drop_table('thread_notes')
