"""Begin threads under pseudonyms, seal them again, and end break-glass early."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('waiting_threads',
    sa.Column('pseudonym_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('reuse', sa.String(length=32), nullable=False),
    sa.Column('matter', sa.String(length=32), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('days_after_reply', sa.Integer(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('refused_because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_waiting_threads_category_id_categories')),
    sa.ForeignKeyConstraint(['pseudonym_id'], ['pseudonyms.member_id'], name=op.f('fk_waiting_threads_pseudonym_id_pseudonyms'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('pseudonym_id', name=op.f('pk_waiting_threads'))
    )
    with op.batch_alter_table('waiting_threads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_waiting_threads_due_at'), ['due_at'], unique=False)

    with op.batch_alter_table('broken_glass', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_broken_glass_ended_by_id_members'), 'members', ['ended_by_id'], ['id'])

    with op.batch_alter_table('pseudonyms', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed_key', sa.Text(), nullable=True))
        batch_op.alter_column('thread_id',
               existing_type=sa.INTEGER(),
               nullable=True)



def downgrade() -> None:
    waiting = "(SELECT member_id FROM pseudonyms WHERE thread_id IS NULL)"
    op.execute(f"DELETE FROM waiting_threads WHERE pseudonym_id IN {waiting}")
    op.execute(f"DELETE FROM pseudonym_shares WHERE pseudonym_id IN {waiting}")
    op.execute("DELETE FROM pseudonyms WHERE thread_id IS NULL")
    with op.batch_alter_table('pseudonyms', schema=None) as batch_op:
        batch_op.alter_column('thread_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('sealed_key')

    with op.batch_alter_table('broken_glass', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_broken_glass_ended_by_id_members'), type_='foreignkey')
        batch_op.drop_column('ended_by_id')

    with op.batch_alter_table('waiting_threads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_waiting_threads_due_at'))

    op.drop_table('waiting_threads')
