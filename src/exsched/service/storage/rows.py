"""Rows as records: the columns of a table that a record names, and nothing else."""

from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite

Record = TypeVar("Record")
Cursor = tuple[datetime, str]  # instant and id of the last row of the page before


@cache
def chosen(kind: type[Record], table: Table) -> Select[Any]:
    """SELECT of exactly the columns that `kind` has fields for; put together once, for it never changes."""
    return select(*(table.c[name] for name in _names(kind)))


def one(connection: Connection, kind: type[Record], statement: Select[Any]) -> Record | None:
    """The first row as a record, or None."""
    row = connection.execute(statement).mappings().first()
    return None if row is None else kind(**row)


def many(connection: Connection, kind: type[Record], statement: Select[Any]) -> tuple[Record, ...]:
    """All rows as records."""
    return tuple(kind(**row) for row in connection.execute(statement).mappings())


def paged(
    statement: Select[Any], at: Column[datetime], key: Column[str], after: Cursor | None, limit: int
) -> Select[Any]:
    """The newest first, from the row after the cursor on."""
    ordered = statement.order_by(at.desc(), key.desc()).limit(limit)
    return ordered if after is None else ordered.where(_beyond(at, key, after))


def _beyond(at: Column[datetime], key: Column[str], after: Cursor) -> ColumnElement[bool]:
    return or_(at < after[0], and_(at == after[0], key < after[1]))


def inserting(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """INSERT that may say what happens when the key is taken: both databases spell it alike."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def row(record: Any) -> dict[str, Any]:
    """A record's fields by name, without the deep copies of `asdict`: a release stores 40,000 stamps."""
    return {name: getattr(record, name) for name in _names(type(record))}


_NAMES: dict[Any, tuple[str, ...]] = {}


def _names(kind: Any) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return _NAMES[kind]
