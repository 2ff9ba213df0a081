"""Reserved threads, walls and labels."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('walls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('because', sa.Text(), nullable=False),
    sa.CheckConstraint('(member_id IS NULL) <> (organisation_id IS NULL)', name=op.f('ck_walls_one_side')),
    sa.ForeignKeyConstraint(['made_by_id'], ['members.id'], name=op.f('fk_walls_made_by_id_members')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_walls_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_walls_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_walls_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_walls'))
    )
    with op.batch_alter_table('walls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_walls_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_walls_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('uq_walls_member', ['thread_id', 'member_id'], unique=True)
        batch_op.create_index('uq_walls_organisation', ['thread_id', 'organisation_id'], unique=True)

    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_for_cases', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('reuse', sa.String(length=32), server_default='ask', nullable=False))
        batch_op.add_column(sa.Column('days_after_reply', sa.Integer(), nullable=True))

    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reuse', sa.String(length=32), nullable=True))

    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_handed_on', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_reserved', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('reuse', sa.String(length=32), server_default='ask', nullable=False))
        batch_op.add_column(sa.Column('matter', sa.String(length=32), server_default='none', nullable=False))
        batch_op.add_column(sa.Column('ends_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('days_after_reply', sa.Integer(), nullable=True))
        batch_op.create_index('ix_threads_reserved', ['id'], unique=False, sqlite_where=sa.text('is_reserved'), postgresql_where=sa.text('is_reserved'))



def downgrade() -> None:
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_index('ix_threads_reserved', sqlite_where=sa.text('is_reserved'), postgresql_where=sa.text('is_reserved'))
        batch_op.drop_column('days_after_reply')
        batch_op.drop_column('ends_on')
        batch_op.drop_column('matter')
        batch_op.drop_column('reuse')
        batch_op.drop_column('is_reserved')

    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.drop_column('is_handed_on')

    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_column('reuse')

    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.drop_column('days_after_reply')
        batch_op.drop_column('reuse')
        batch_op.drop_column('is_for_cases')

    with op.batch_alter_table('walls', schema=None) as batch_op:
        batch_op.drop_index('uq_walls_organisation')
        batch_op.drop_index('uq_walls_member')
        batch_op.drop_index(batch_op.f('ix_walls_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_walls_member_id'))

    op.drop_table('walls')
