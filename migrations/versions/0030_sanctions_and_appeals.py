"""Sanctions and appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


# What holds today gets its row, so that it can be appealed and its end is taken note of.
_CARRIED = """
INSERT INTO sanctions (member_id, kind, begun_at, until, because)
SELECT id, '{kind}', CURRENT_TIMESTAMP, {column}_until, {column}_because
FROM members WHERE {column}_until > CURRENT_TIMESTAMP
"""


def upgrade() -> None:
    op.create_table('sanctions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('second_id', sa.Integer(), nullable=True),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('took_effect_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counts', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('appealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('appeal', sa.Text(), server_default='', nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_sanctions_by_id_members')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['members.id'], name=op.f('fk_sanctions_decided_by_id_members')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_sanctions_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['members.id'], name=op.f('fk_sanctions_second_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sanctions'))
    )
    with op.batch_alter_table('sanctions', schema=None) as batch_op:
        batch_op.create_index('ix_sanctions_member_id', ['member_id', 'id'], unique=False)
        batch_op.create_index('ix_sanctions_running', ['ended_at', 'until'], unique=False)

    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('talked_at', sa.DateTime(timezone=True), nullable=True))
    for kind in ("silence", "suspension"):
        op.execute(_CARRIED.format(kind=kind, column={"silence": "silenced", "suspension": "suspended"}[kind]))



def downgrade() -> None:
    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.drop_column('talked_at')

    with op.batch_alter_table('sanctions', schema=None) as batch_op:
        batch_op.drop_index('ix_sanctions_running')
        batch_op.drop_index('ix_sanctions_member_id')

    op.drop_table('sanctions')
