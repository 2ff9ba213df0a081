"""circles."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('circle_bars',
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_circle_bars_by_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['circle_id'], ['groups.id'], name=op.f('fk_circle_bars_circle_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_circle_bars_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('circle_id', 'member_id', name=op.f('pk_circle_bars'))
    )
    with op.batch_alter_table('circle_bars', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_circle_bars_member_id'), ['member_id'], unique=False)

    op.create_table('circle_invitations',
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_circle_invitations_by_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['circle_id'], ['groups.id'], name=op.f('fk_circle_invitations_circle_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_circle_invitations_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('circle_id', 'member_id', name=op.f('pk_circle_invitations'))
    )
    with op.batch_alter_table('circle_invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_circle_invitations_member_id'), ['member_id'], unique=False)

    op.create_table('circle_requests',
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['circle_id'], ['groups.id'], name=op.f('fk_circle_requests_circle_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_circle_requests_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('circle_id', 'member_id', name=op.f('pk_circle_requests'))
    )
    with op.batch_alter_table('circle_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_circle_requests_member_id'), ['member_id'], unique=False)

    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.add_column(sa.Column('circle_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_categories_circle_id'), ['circle_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_categories_circle_id_groups'), 'groups', ['circle_id'], ['id'])

    with op.batch_alter_table('group_members', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_convener', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('until', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slug', sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column('admission', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('is_hidden', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('shows_members', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('about', sa.Text(), server_default='', nullable=False))
        batch_op.create_unique_constraint(batch_op.f('uq_groups_slug'), ['slug'])

    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_listed', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.drop_column('paused_until')
        batch_op.drop_column('is_listed')

    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_groups_slug'), type_='unique')
        batch_op.drop_column('about')
        batch_op.drop_column('shows_members')
        batch_op.drop_column('is_hidden')
        batch_op.drop_column('admission')
        batch_op.drop_column('slug')

    with op.batch_alter_table('group_members', schema=None) as batch_op:
        batch_op.drop_column('until')
        batch_op.drop_column('joined_at')
        batch_op.drop_column('is_convener')

    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_categories_circle_id_groups'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_categories_circle_id'))
        batch_op.drop_column('circle_id')

    with op.batch_alter_table('circle_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_circle_requests_member_id'))

    op.drop_table('circle_requests')
    with op.batch_alter_table('circle_invitations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_circle_invitations_member_id'))

    op.drop_table('circle_invitations')
    with op.batch_alter_table('circle_bars', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_circle_bars_member_id'))

    op.drop_table('circle_bars')
