"""The welcome, and buddies."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('buddy_pairs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first_says_yes', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('second_says_yes', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ending', sa.String(length=32), nullable=True),
    sa.CheckConstraint('first_id < second_id', name=op.f('ck_buddy_pairs_in_order')),
    sa.ForeignKeyConstraint(['first_id'], ['members.id'], name=op.f('fk_buddy_pairs_first_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['members.id'], name=op.f('fk_buddy_pairs_proposed_by_id_members'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['second_id'], ['members.id'], name=op.f('fk_buddy_pairs_second_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_buddy_pairs')),
    sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_buddy_pairs_first_id_second_id'))
    )
    with op.batch_alter_table('buddy_pairs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_buddy_pairs_proposed_by_id'), ['proposed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_buddy_pairs_second_id'), ['second_id'], unique=False)

    op.create_table('buddy_wishes',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('wished_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_buddy_wishes_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_buddy_wishes'))
    )
    op.create_table('welcome_questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('choice', sa.String(length=20), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('is_shared', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_welcome_questions_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_welcome_questions')),
    sa.UniqueConstraint('member_id', 'question', name=op.f('uq_welcome_questions_member_id_question'))
    )
    with op.batch_alter_table('welcome_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_welcome_questions_closed_at'), ['closed_at'], unique=False)

    op.create_table('welcomes',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rules_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hello_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('level_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_welcomes_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_welcomes'))
    )
    op.create_table('buddy_answers',
    sa.Column('pair_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('is_shared', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_buddy_answers_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['pair_id'], ['buddy_pairs.id'], name=op.f('fk_buddy_answers_pair_id_buddy_pairs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('pair_id', 'member_id', name=op.f('pk_buddy_answers'))
    )
    with op.batch_alter_table('buddy_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_buddy_answers_member_id'), ['member_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('buddy_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_buddy_answers_member_id'))

    op.drop_table('buddy_answers')
    op.drop_table('welcomes')
    with op.batch_alter_table('welcome_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_welcome_questions_closed_at'))

    op.drop_table('welcome_questions')
    op.drop_table('buddy_wishes')
    with op.batch_alter_table('buddy_pairs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_buddy_pairs_second_id'))
        batch_op.drop_index(batch_op.f('ix_buddy_pairs_proposed_by_id'))

    op.drop_table('buddy_pairs')
