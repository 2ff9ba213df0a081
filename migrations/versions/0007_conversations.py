"""Let threads be open to named people alone, and let members ignore one another."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ignored_members',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('ignored_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('member_id <> ignored_id', name=op.f('ck_ignored_members_not_oneself')),
    sa.ForeignKeyConstraint(['ignored_id'], ['members.id'], name=op.f('fk_ignored_members_ignored_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_ignored_members_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', 'ignored_id', name=op.f('pk_ignored_members'))
    )
    with op.batch_alter_table('ignored_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ignored_members_ignored_id'), ['ignored_id'], unique=False)

    op.create_table('conversations_put_away',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('put_away_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_conversations_put_away_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_conversations_put_away_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', 'thread_id', name=op.f('pk_conversations_put_away'))
    )
    with op.batch_alter_table('conversations_put_away', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversations_put_away_thread_id'), ['thread_id'], unique=False)

    op.create_table('thread_audience_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('after_number', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('group_name', sa.String(length=60), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['members.id'], name=op.f('fk_thread_audience_changes_by_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_thread_audience_changes_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_audience_changes_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_audience_changes'))
    )
    with op.batch_alter_table('thread_audience_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_audience_changes_thread_id'), ['thread_id'], unique=False)

    op.create_table('thread_groups',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['members.id'], name=op.f('fk_thread_groups_added_by_id_members')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_thread_groups_group_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_groups_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', 'group_id', name=op.f('pk_thread_groups'))
    )
    with op.batch_alter_table('thread_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_groups_group_id'), ['group_id'], unique=False)

    op.create_table('thread_people',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by_id'], ['members.id'], name=op.f('fk_thread_people_added_by_id_members')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_thread_people_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_people_thread_id_threads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('thread_id', 'member_id', name=op.f('pk_thread_people'))
    )
    with op.batch_alter_table('thread_people', schema=None) as batch_op:
        batch_op.create_index('ix_thread_people_member', ['member_id', 'thread_id'], unique=False)

    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.add_column(sa.Column('messages_from', sa.String(length=32), nullable=False, server_default='everyone'))
        batch_op.add_column(sa.Column('own_stamp', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.alter_column('messages_from', existing_type=sa.String(length=32), server_default=None)
        batch_op.alter_column('own_stamp', existing_type=sa.Integer(), server_default=None)

    with op.batch_alter_table('group_members', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by_own_hand', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('group_members', schema=None) as batch_op:
        batch_op.alter_column('by_own_hand', existing_type=sa.Boolean(), server_default=None)

    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('copy', sa.Text(), nullable=True))

    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.alter_column('category_id',
               existing_type=sa.INTEGER(),
               nullable=True)


def downgrade() -> None:
    """Take conversations away: an older version would show them to facilitators."""
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT id FROM threads WHERE category_id IS NULL"))
    _remove(connection, "threads", [row.id for row in found])
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.alter_column('category_id',
               existing_type=sa.INTEGER(),
               nullable=False)

    with op.batch_alter_table('group_members', schema=None) as batch_op:
        batch_op.drop_column('by_own_hand')

    with op.batch_alter_table('review_items', schema=None) as batch_op:
        batch_op.drop_column('copy')

    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.drop_column('own_stamp')
        batch_op.drop_column('messages_from')

    with op.batch_alter_table('thread_people', schema=None) as batch_op:
        batch_op.drop_index('ix_thread_people_member')

    op.drop_table('thread_people')
    with op.batch_alter_table('thread_groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thread_groups_group_id'))

    op.drop_table('thread_groups')
    with op.batch_alter_table('thread_audience_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thread_audience_changes_thread_id'))

    op.drop_table('thread_audience_changes')
    with op.batch_alter_table('conversations_put_away', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversations_put_away_thread_id'))

    op.drop_table('conversations_put_away')
    with op.batch_alter_table('ignored_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ignored_members_ignored_id'))

    op.drop_table('ignored_members')


def _remove(connection: sa.Connection, table: str, ids: list[int]) -> None:
    """Delete rows by their ids, after the rows of other tables that cannot be without them."""
    if not ids:
        return
    inspector = sa.inspect(connection)
    for other in inspector.get_table_names():
        nullable = {column["name"]: column["nullable"] for column in inspector.get_columns(other)}
        for key in inspector.get_foreign_keys(other):
            if key["referred_table"] == table and key["referred_columns"] == ["id"]:
                [name] = key["constrained_columns"]
                _let_go(connection, other, name, ids, is_optional=nullable[name])
    rows = sa.table(table, sa.column("id"))
    connection.execute(sa.delete(rows).where(rows.c.id.in_(ids)))


def _let_go(
    connection: sa.Connection, table: str, name: str, ids: list[int], *, is_optional: bool
) -> None:
    """Empty the column where it names one of these ids, or delete its rows."""
    rows = sa.table(table, sa.column("id"), sa.column(name))
    named = rows.c[name].in_(ids)
    if is_optional:
        connection.execute(sa.update(rows).where(named).values({name: None}))
    elif "id" in {column["name"] for column in sa.inspect(connection).get_columns(table)}:
        found = connection.execute(sa.select(rows.c.id).where(named))
        _remove(connection, table, [row.id for row in found])
    else:
        connection.execute(sa.delete(rows).where(named))
