"""Let guests into threads until a date."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('thread_invitations',
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_thread_invitations_invitation_id_invitations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_invitations_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('invitation_id', name=op.f('pk_thread_invitations'))
    )
    with op.batch_alter_table('thread_invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_invitations_thread_id'), ['thread_id'], unique=False)

    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('role', sa.String(length=32), server_default='member', nullable=False))
        batch_op.add_column(sa.Column('until', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('thread_people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('until', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('thread_people', schema=None) as batch_op:
        batch_op.drop_column('until')

    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.drop_column('until')
        batch_op.drop_column('role')

    with op.batch_alter_table('thread_invitations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thread_invitations_thread_id'))

    op.drop_table('thread_invitations')
