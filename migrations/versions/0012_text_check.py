"""Text check."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('text_check_choices',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('check_when', sa.String(length=32), nullable=False),
    sa.Column('sealed_names', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_text_check_choices_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_text_check_choices'))
    )
    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checks_text', sa.Boolean(), server_default=sa.false(), nullable=False))

    op.execute(sa.text("UPDATE categories SET checks_text = true WHERE slug = 'casework'"))


def downgrade() -> None:
    with op.batch_alter_table('categories', schema=None) as batch_op:
        batch_op.drop_column('checks_text')

    op.drop_table('text_check_choices')
