"""Migrations go forward and back, and lose nothing on the way."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from config import Settings
from forum import create_app
from forum.accounts.agreement.models import Rule, RulesVersion
from forum.discussion.operations.files import KeptFile, keep_file
from forum.discussion.queries.threads import get_post
from forum.kernel.clock import now
from forum.kernel.db import Base, db, unit_of_work
from forum.kernel.migrations import is_migrated, migrate, migrate_back
from forum.moderation.operations.flags import flag_post
from tests.builders.accounts import make_member, make_person, person
from tests.builders.conversations import make_conversation
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.databases import fresh_database


def test_database_goes_forward_and_back(tmp_path: Path) -> None:
    with fresh_database() as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            assert not is_migrated()
            migrate()
            assert is_migrated()
            migrate_back()
            assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
            migrate()
            assert is_migrated()
            db.engine.dispose()


def test_files_of_archives_are_kept_on_the_way_there_and_back(tmp_path: Path) -> None:
    """Files had one post each before several posts could hold one."""
    with fresh_database() as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            migrate()
            file_id = a_file_beside_a_post()
            migrate_back("0001")
            with db.engine.connect() as connection:
                before = connection.execute(text("SELECT name, size, key FROM post_files")).all()
            migrate()
            with db.engine.connect() as connection:
                after = connection.execute(text("SELECT name, size, key FROM files")).all()
                held = connection.execute(text("SELECT is_in_text FROM post_files")).scalars().all()
            assert before == after == [("a.txt", 5, "ab/cd")]
            assert not any(held)
            assert a_file_beside_a_post() != file_id
            db.session.remove()
            db.engine.dispose()


def a_file_beside_a_post() -> int:
    post = make_reply(make_thread(make_category(), make_person()), make_person())
    with unit_of_work():
        return keep_file(post, KeptFile("a.txt", "text/plain", 5, "ab/cd")).id


def test_tables_are_as_the_models_say(tmp_path: Path) -> None:
    with fresh_database() as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            migrate()
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                assert compare_metadata(context, Base.metadata) == []
            db.engine.dispose()


def test_foreign_keys_hold_on_sqlite_while_serving(tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path, database_url="", secret_key="for tests"))
    with app.app_context():
        migrate()
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        db.engine.dispose()


def test_going_back_leaves_no_conversation_to_be_read(tmp_path: Path) -> None:
    with fresh_database() as url:
        app = create_app(Settings(instance=tmp_path, database_url=url, secret_key="for tests"))
        with app.app_context():
            migrate()
            ada, ben = make_member("ada"), make_member("ben")
            talk = make_conversation(person(ada), ben, body="Between us.")
            make_reply(talk, person(ben))
            make_thread(make_category(), person(ada), body="For all.")
            with unit_of_work():
                post = get_post(1, by=person(ben))
                rule = Rule(number=1, title="Be kind", text="")
                db.session.add(RulesVersion(made_at=now(), rules=[rule]))
                db.session.flush()
                flag_post(post, rule.id, by=person(ben), because="An insult.")
            db.session.remove()
            migrate_back("0006")
            with db.engine.connect() as connection:
                found = connection.execute(text("SELECT raw FROM posts")).scalars().all()
                flags = connection.execute(text("SELECT count(*) FROM flags")).scalar()
            assert (found, flags) == (["For all."], 0)
            db.engine.dispose()
