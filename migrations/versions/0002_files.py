"""Keep files by themselves, so that several posts can hold one, with copies for pages."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["members.id"], name=op.f("fk_files_author_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_table(
        "file_copies",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["files.id"],
            name=op.f("fk_file_copies_file_id_files"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", "width", name=op.f("pk_file_copies")),
    )
    op.execute(
        "INSERT INTO files (id, author_id, name, content_type, size, room, key, facts, created_at) "
        "SELECT post_files.id, posts.author_id, name, content_type, size, size, key, '[]', "
        "posts.created_at FROM post_files JOIN posts ON posts.id = post_files.post_id"
    )
    op.execute("CREATE TABLE post_files_before AS SELECT id, post_id FROM post_files")
    op.drop_index(op.f("ix_post_files_post_id"), table_name="post_files")
    op.drop_table("post_files")
    op.create_table(
        "post_files",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("is_in_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_files_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_post_files_file_id_files"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "file_id", name=op.f("pk_post_files")),
    )
    op.execute(
        "INSERT INTO post_files (post_id, file_id, is_in_text) "
        "SELECT post_id, id, FALSE FROM post_files_before"
    )
    op.drop_table("post_files_before")
    op.create_index(op.f("ix_files_author_id"), "files", ["author_id"])
    op.create_index("ix_files_created_at", "files", ["created_at", "id"])
    op.create_index(op.f("ix_files_key"), "files", ["key"])
    op.create_index(op.f("ix_file_copies_key"), "file_copies", ["key"])
    op.create_index(op.f("ix_post_files_file_id"), "post_files", ["file_id"])
    if op.get_bind().dialect.name == "postgresql":
        # The ids were given by us: the next file must not get one of them again.
        op.execute(
            "SELECT setval(pg_get_serial_sequence('files', 'id'), "
            "(SELECT COALESCE(MAX(id), 0) + 1 FROM files), false)"
        )


def downgrade() -> None:
    op.execute(
        "CREATE TABLE post_files_after AS SELECT post_id, name, content_type, size, key "
        "FROM post_files JOIN files ON files.id = post_files.file_id"
    )
    op.drop_index(op.f("ix_post_files_file_id"), table_name="post_files")
    op.drop_table("post_files")
    op.drop_index(op.f("ix_file_copies_key"), table_name="file_copies")
    op.drop_table("file_copies")
    for name in ("ix_files_author_id", "ix_files_created_at", "ix_files_key"):
        op.drop_index(name, table_name="files")
    op.drop_table("files")
    op.create_table(
        "post_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_files_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_files")),
    )
    op.execute(
        "INSERT INTO post_files (post_id, name, content_type, size, key) "
        "SELECT post_id, name, content_type, size, key FROM post_files_after"
    )
    op.drop_table("post_files_after")
    op.create_index(op.f("ix_post_files_post_id"), "post_files", ["post_id"])
