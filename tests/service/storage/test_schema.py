"""The schema: scripts and tables agree, old code and new data never meet."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, String, Table, inspect, text, update

from exsched.service.storage import attempts, jobs, schema
from exsched.service.storage.database import Database
from exsched.service.storage.tables import METADATA
from tests.service.storage.older import SOLVE, leave_first


def set_version(database: Database, version: str) -> None:
    with database.writing() as connection:
        connection.execute(update(schema.TABLE).values(version_num=version))


def test_scripts_make_exactly_the_tables(database: Database) -> None:
    """After all migrations the database is what the tables say; a forgotten script fails here."""
    with database.writing() as connection:
        options = {"include_name": schema.ours, "compare_type": True, "version_table": "ex_schema"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_known_versions_are_those_of_the_scripts(database: Database) -> None:
    """The list by which a start decides is the list of the scripts."""
    with database.writing() as connection:
        scripts = ScriptDirectory.from_config(schema.configuration(connection)).walk_revisions()
        assert tuple(script.revision for script in scripts)[::-1] == schema.VERSIONS


def test_migrate_twice_changes_nothing(database: Database) -> None:
    """A database that fits is left alone, and says so."""
    newest = schema.VERSIONS[-1]
    assert schema.migrate(database) == (newest, newest)
    with database.reading() as connection:
        assert (schema.state(connection), schema.version(connection)) == ("fits", newest)
    schema.prepare(database)
    schema.demand(database)


def test_newer_schema_is_refused_and_not_written(database: Database) -> None:
    """Old code keeps its hands off a newer database."""
    set_version(database, "9999")
    for attempt in (schema.prepare, schema.demand, schema.migrate):
        with pytest.raises(schema.WrongSchema, match=r"has schema 9999, .* at most") as told:
            attempt(database)
        assert "newer" in told.value.hint
    with database.reading() as connection:
        assert schema.version(connection) == "9999"


def test_older_schema_asks_for_migrate(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """New code on an older database names the command to run."""
    monkeypatch.setattr(schema, "VERSIONS", (*schema.VERSIONS, "9998"))
    with pytest.raises(schema.WrongSchema, match="needs 9998") as told:
        schema.prepare(database)
    assert told.value.hint == "make a backup, then run `exsched migrate`"


def test_migrate_from_the_first_schema_loses_no_job(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited before the upgrade is a solve that waits after it; the older program stays away then."""
    leave_first(database)
    with pytest.raises(schema.WrongSchema, match="has schema 0001, this exsched needs 0002"):
        schema.demand(database)
    assert schema.migrate(database) == ("0001", "0002")
    with database.writing() as connection:
        found = jobs.page(connection, "steadfast")
        assert [(job.id, job.state, job.question) for job in found] == [(SOLVE, "queued", None)]
        assert jobs.page(connection, "steadfast", questions=True) == ()
        claimed = attempts.claim(connection, "w")
        assert claimed is not None
        assert claimed.id == SOLVE
    monkeypatch.setattr(schema, "VERSIONS", ("0001",))
    for attempt in (schema.prepare, schema.demand, schema.migrate):
        with pytest.raises(schema.WrongSchema, match="has schema 0002, this exsched knows 0001 at most"):
            attempt(database)


def test_prepare_makes_the_tables_of_an_empty_database_only(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first start makes everything; everything else asks for `exsched migrate`."""
    with database.writing() as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE ex_schema"))
    with pytest.raises(schema.WrongSchema, match="no tables of exsched"):
        schema.demand(database)
    schema.prepare(database)
    with database.reading() as connection:
        assert schema.state(connection) == "fits"
        assert set(METADATA.tables) <= set(inspect(connection).get_table_names())


def test_migration_that_fails_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a migration or nothing: a table in its way undoes every step before."""
    with database.writing() as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE ex_schema"))
        Table("ex_stamp", MetaData(), Column("x", String(1))).create(connection)
    with pytest.raises(Exception, match="already exists"):
        schema.migrate(database)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["ex_stamp"]


def test_tables_of_others_are_none_of_ours(database: Database) -> None:
    """The job engine's tables in the same database are neither compared nor dropped."""
    assert [schema.ours(name, "table", {}) for name in ("ex_job", "workflow_status", None)] == [
        True,
        False,
        False,
    ]
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE workflow_status (x integer)"))
        context = MigrationContext.configure(connection, opts={"include_name": schema.ours})
        changes = compare_metadata(context, METADATA)
    assert [change for change in changes if "workflow_status" in str(change)] == []
