"""Prompts."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('quiet_days',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['added_by_id'], ['members.id'], name=op.f('fk_quiet_days_added_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quiet_days'))
    )
    op.create_table('prompts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('checker_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('every', sa.String(length=32), nullable=False),
    sa.Column('weeks', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('clock', sa.Time(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('issued', sa.Integer(), nullable=False),
    sa.Column('looked_on', sa.Date(), nullable=True),
    sa.Column('held_because', sa.Text(), nullable=False),
    sa.Column('held_by_id', sa.Integer(), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['members.id'], name=op.f('fk_prompts_author_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['category_id'], ['categories.id'], name=op.f('fk_prompts_category_id_categories'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['checker_id'], ['members.id'], name=op.f('fk_prompts_checker_id_members')),
    sa.ForeignKeyConstraint(['held_by_id'], ['members.id'], name=op.f('fk_prompts_held_by_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prompts'))
    )
    with op.batch_alter_table('prompts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prompts_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_prompts_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_prompts_checker_id'), ['checker_id'], unique=False)
        batch_op.create_index('ix_prompts_next_at', ['next_at'], unique=False)

    op.create_table('prompt_issues',
    sa.Column('prompt_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['prompt_id'], ['prompts.id'], name=op.f('fk_prompt_issues_prompt_id_prompts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_prompt_issues_thread_id_threads'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('prompt_id', 'day', name=op.f('pk_prompt_issues'))
    )
    with op.batch_alter_table('prompt_issues', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prompt_issues_thread_id'), ['thread_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('prompt_issues', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_prompt_issues_thread_id'))

    op.drop_table('prompt_issues')
    with op.batch_alter_table('prompts', schema=None) as batch_op:
        batch_op.drop_index('ix_prompts_next_at')
        batch_op.drop_index(batch_op.f('ix_prompts_checker_id'))
        batch_op.drop_index(batch_op.f('ix_prompts_category_id'))
        batch_op.drop_index(batch_op.f('ix_prompts_author_id'))

    op.drop_table('prompts')
    op.drop_table('quiet_days')
