"""Cases: declarations, answers, opponents, conflicts."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('member_conflicts',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_member_conflicts_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', 'key', name=op.f('pk_member_conflicts'))
    )
    with op.batch_alter_table('member_conflicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_conflicts_key'), ['key'], unique=False)

    op.create_table('case_answers',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=32), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_case_answers_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_case_answers_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', 'member_id', name=op.f('pk_case_answers'))
    )
    with op.batch_alter_table('case_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_answers_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_answers_opened_on'), ['opened_on'], unique=False)

    op.create_table('case_declarations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('basis', sa.String(length=32), nullable=False),
    sa.Column('consented_on', sa.Date(), nullable=True),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('jurisdiction', sa.String(length=12), nullable=False),
    sa.Column('area', sa.String(length=32), nullable=False),
    sa.Column('stage', sa.String(length=32), nullable=False),
    sa.Column('respondent', sa.String(length=32), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['members.id'], name=op.f('fk_case_declarations_made_by_id_members')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_case_declarations_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_declarations')),
    sa.UniqueConstraint('thread_id', 'version', name=op.f('uq_case_declarations_thread_id_version'))
    )
    with op.batch_alter_table('case_declarations', schema=None) as batch_op:
        batch_op.create_index('uq_case_declarations_current', ['thread_id'], unique=True, sqlite_where=sa.text('is_current'), postgresql_where=sa.text('is_current'))

    op.create_table('case_opponents',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_case_opponents_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', 'key', name=op.f('pk_case_opponents'))
    )
    with op.batch_alter_table('case_opponents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_opponents_key'), ['key'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('case_opponents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_opponents_key'))

    op.drop_table('case_opponents')
    with op.batch_alter_table('case_declarations', schema=None) as batch_op:
        batch_op.drop_index('uq_case_declarations_current', sqlite_where=sa.text('is_current'), postgresql_where=sa.text('is_current'))

    op.drop_table('case_declarations')
    with op.batch_alter_table('case_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_answers_opened_on'))
        batch_op.drop_index(batch_op.f('ix_case_answers_member_id'))

    op.drop_table('case_answers')
    with op.batch_alter_table('member_conflicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_conflicts_key'))

    op.drop_table('member_conflicts')
