"""Health of the community."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('health_days_off',
    sa.Column('day', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_health_days_off'))
    )
    op.create_table('health_editions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_editions')),
    sa.UniqueConstraint('kind', 'starts_on', name=op.f('uq_health_editions_kind_starts_on'))
    )
    op.create_table('pulse_answers',
    sa.Column('quarter', sa.Date(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('heard', sa.String(length=32), nullable=False),
    sa.Column('could_say', sa.String(length=32), nullable=False),
    sa.Column('would_raise', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('quarter', 'place', name=op.f('pk_pulse_answers'))
    )
    op.create_table('role_groups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('name_key', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_groups')),
    sa.UniqueConstraint('name_key', name=op.f('uq_role_groups_name_key'))
    )
    op.create_table('health_working_weeks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('weekdays', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_working_weeks'))
    )
    op.create_table('health_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=32), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_health_decisions_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_decisions'))
    )
    op.create_table('health_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=32), nullable=False),
    sa.Column('row', sa.String(length=80), nullable=False),
    sa.Column('column', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('value', sa.Double(), nullable=True),
    sa.Column('low', sa.Double(), nullable=True),
    sa.Column('high', sa.Double(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['edition_id'], ['health_editions.id'], name=op.f('fk_health_figures_edition_id_health_editions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_health_figures'))
    )
    with op.batch_alter_table('health_figures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_health_figures_edition_id'), ['edition_id'], unique=False)

    op.create_table('health_mirrors',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_health_mirrors_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_health_mirrors'))
    )
    op.create_table('pulse_turnout',
    sa.Column('quarter', sa.Date(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_pulse_turnout_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('quarter', 'member_id', name=op.f('pk_pulse_turnout'))
    )
    op.create_table('role_group_choices',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('role_group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_role_group_choices_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['role_group_id'], ['role_groups.id'], name=op.f('fk_role_group_choices_role_group_id_role_groups'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_role_group_choices'))
    )
    with op.batch_alter_table('role_group_choices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_group_choices_role_group_id'), ['role_group_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('role_group_choices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_group_choices_role_group_id'))

    op.drop_table('role_group_choices')
    op.drop_table('pulse_turnout')
    op.drop_table('health_mirrors')
    with op.batch_alter_table('health_figures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_health_figures_edition_id'))

    op.drop_table('health_figures')
    op.drop_table('health_decisions')
    op.drop_table('health_working_weeks')
    op.drop_table('role_groups')
    op.drop_table('pulse_answers')
    op.drop_table('health_editions')
    op.drop_table('health_days_off')
