"""Idempotency keys: the first writer's answer is everybody's answer."""

import threading

import pytest

from exsched.service.storage import idempotency, programmes
from exsched.service.storage.database import Database
from exsched.service.storage.records import StoredAnswer
from tests.service.storage import filling


def answer(body: bytes) -> StoredAnswer:
    return StoredAnswer(
        token=filling.LOCAL,
        key="k",
        request_sha256="r",
        status=201,
        headers=[["location", "/x"]],
        body=body,
        at=filling.NOON,
    )


def once(database: Database, name: str) -> bytes:
    """One request: make a programme under this name unless the key was used; gives the answer's body."""
    with database.writing() as connection:
        given = idempotency.reserve(connection, filling.LOCAL, "k", "r")
        if given is not None:
            return given.body
        programmes.add(connection, name, name)
        idempotency.keep(connection, answer(name.encode()))
        return name.encode()


def test_concurrent_requests_with_one_key_do_the_work_once(database: Database) -> None:
    """Eight at once: one does the work, all get its answer."""
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda name=f"p{number}": answers.append(once(database, name)))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        made = programmes.page(connection)
    assert len(made) == 1
    assert answers == [made[0].id.encode()] * 8


def test_failed_request_leaves_the_key_free(database: Database) -> None:
    """When the first fails, its key is as unused as its work is undone."""
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        idempotency.reserve(connection, filling.LOCAL, "k", "r")
        raise ZeroDivisionError
    assert once(database, "second") == b"second"


def test_answer_comes_back_whole_until_purged(database: Database) -> None:
    """Status, headers and body are given again; old answers can be removed."""
    once(database, "p")
    with database.writing() as connection:
        assert idempotency.find(connection, filling.LOCAL, "k") == answer(b"p")
        idempotency.keep(connection, answer(b"another"))
        assert idempotency.find(connection, filling.LOCAL, "k") == answer(b"p")
        assert idempotency.find(connection, "other token", "k") is None
        assert idempotency.purge(connection, filling.NOON) == 0
        assert idempotency.purge(connection, filling.NOON.replace(hour=13)) == 1
