"""The tables. Their names start with `ex_`, because the job engine keeps its own in the same database.

Ids are text (see `service.ids`), instants are UTC, documents are JSON. An empty text stands for "nobody in
particular" where a column is part of a key: a submission with owner '' is the authority's bundle, a job or
schedule with viewer '' is about the whole programme.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON as ANY_JSON
from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

JSON = ANY_JSON(none_as_null=True)  # a missing document is NULL, not the text `null`


class Instant(TypeDecorator[datetime]):
    """A UTC instant as text of fixed width, so that it sorts and reads alike in every database."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """`2026-11-30T11:25:19.123456Z`; refuses an instant without a zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """The instant, with zone UTC."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


INSTALLATION = Table(
    "ex_installation",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("domain", String(255), nullable=False),  # in UIDs, fixed for good
    Column("secret", String(64), nullable=False),  # salt of opaque ids
    Column("created", Instant, nullable=False),
)

PROGRAMME = Table(
    "ex_programme",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("created", Instant, nullable=False),
    Column("revision", Integer, nullable=False),  # the newest; 0 before the first bundle
)

SUBMISSION = Table(
    "ex_submission",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("programme", ForeignKey("ex_programme.id"), nullable=False),
    Column("owner", String(64), nullable=False),  # '' = the authority's bundle
    Column("number", Integer, nullable=False),  # 1, 2, 3 … for each programme and owner
    Column("sha256", String(64), nullable=False),  # of the bytes as they came
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("submitter", String(40), nullable=False),  # id of the token, or 'local'
    Column("label", String(200), nullable=False),  # the token's label at that time
    Column("at", Instant, nullable=False),
    Column("checked", JSON, nullable=False),  # what its submitter was told
    UniqueConstraint("programme", "owner", "number"),
)

REVISION = Table(
    "ex_revision",
    METADATA,
    Column("programme", ForeignKey("ex_programme.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("bundle", ForeignKey("ex_submission.id"), nullable=False),
    Column("submissions", JSON, nullable=False),  # nation -> id of its submission
    Column("normal", LargeBinary),  # the problem in normal form; missing when refused
    Column("input_hash", String(64), nullable=False),
    Column("diagnostics", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

JOB = Table(
    "ex_job",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("programme", ForeignKey("ex_programme.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("viewer", String(64), nullable=False),  # '' = whole programme, else a nation's projection
    Column("owner", String(64), nullable=False),  # nation for the fair queue, '' = the authority
    Column("token", String(40), nullable=False),
    Column("label", String(200), nullable=False),
    Column("parameters", JSON, nullable=False),  # seconds, workers, memory_mb, seed, reproducible
    Column("hint", String(40)),  # a schedule to start from
    Column("closed_by", String(40)),  # of a what-if: the release whose reserved blocks close venues
    Column("state", String(20), nullable=False),  # queued running succeeded failed cancelled
    Column("attempt", Integer, nullable=False),  # fencing: only the attempt that holds it may write
    Column("worker", String(80)),
    Column("stop_requested", Boolean, nullable=False),
    Column("cancel_requested", Boolean, nullable=False),
    Column("queued", Instant, nullable=False),
    Column("started", Instant),
    Column("ended", Instant),
    Column("spent", Float, nullable=False),  # seconds of solving, over all attempts
    Column("incumbent", JSON),  # lines of the best schedule so far
    Column("outcome", JSON),
    Column("schedule", String(40)),
    Column("problem", JSON),  # why it failed: code, sentence, hint
    Column("question", JSON),  # what a planner asks; missing for a solve
    Column("about", JSON),  # of a question: the schedules that it names, as the asker sees them
    Column("answer", JSON),  # of a question: lines and document
    Index("ix_job_state", "state", "queued"),
    Index("ix_job_owner", "owner", "started"),
    Index("ix_job_programme", "programme", "queued"),
)

JOB_EVENT = Table(
    "ex_job_event",
    METADATA,
    Column("job", ForeignKey("ex_job.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, 3 …: the id of the event in SSE
    Column("at", Instant, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("data", JSON, nullable=False),
)

WORKER = Table(
    "ex_worker",
    METADATA,
    Column("id", String(80), primary_key=True),
    Column("started", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("slots", Integer, nullable=False),
)

SCHEDULE = Table(
    "ex_schedule",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("programme", ForeignKey("ex_programme.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("viewer", String(64), nullable=False),  # '' = whole programme
    Column("job", String(40)),  # the solve that found it; missing for one made by hand
    Column("closed_by", String(40)),  # as in a job
    Column("title", String(200), nullable=False),
    Column("lines", JSON, nullable=False),  # domain.schedule.Schedule
    Column("sha256", String(64), nullable=False),  # checking.judge.fingerprint
    Column("outcome", JSON),
    Column("verdict", JSON, nullable=False),  # the certificate
    Column("allowed", Boolean, nullable=False),
    Column("token", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_schedule_programme", "programme", "at"),
)

RELEASE = Table(
    "ex_release",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("programme", ForeignKey("ex_programme.id"), nullable=False),
    Column("number", Integer),  # 1, 2, 3 …, given when it is proposed or released
    Column("state", String(20), nullable=False),  # draft proposed released superseded withdrawn
    Column("schedule", ForeignKey("ex_schedule.id"), nullable=False),
    Column("comment", String(2000), nullable=False),
    Column("decision", JSON, nullable=False),  # chosen, rejected, why
    Column("token", String(40), nullable=False),
    Column("created", Instant, nullable=False),
    Column("proposed", Instant),
    Column("silence_until", Instant),
    Column("released", Instant),
    Column("override", JSON),  # who, why, which nations had broken silence
    Column("copy", LargeBinary),  # normal form, schedule, certificate: immutable once proposed
    Column("copy_sha256", String(64)),
    UniqueConstraint("programme", "number"),
    Index(  # one release in force: a second one cannot even be written
        "uq_ex_release_in_force",
        "programme",
        unique=True,
        sqlite_where=text("state = 'released'"),
        postgresql_where=text("state = 'released'"),
    ),
    Index("ix_release_programme", "programme", "created"),
)

CONCURRENCE = Table(
    "ex_concurrence",
    METADATA,
    Column("release", ForeignKey("ex_release.id"), primary_key=True),
    Column("nation", String(64), primary_key=True),
    Column("act", String(20), nullable=False),  # concurred, broken
    Column("reason", String(64)),
    Column("note", String(2000)),
    Column("token", String(40), nullable=False),
    Column("at", Instant, nullable=False),
)

RENDERING = Table(
    "ex_rendering",
    METADATA,
    Column("programme", ForeignKey("ex_programme.id"), primary_key=True),
    Column("audience", String(200), primary_key=True),
    Column("release", ForeignKey("ex_release.id"), nullable=False),
    Column("etag", String(70), nullable=False),
    Column("modified", Instant, nullable=False),
    Column("events", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

STAMP = Table(
    "ex_stamp",
    METADATA,
    Column("programme", ForeignKey("ex_programme.id"), primary_key=True),
    Column("audience", String(200), primary_key=True),
    Column("uid", String(255), primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the content without its stamps
    Column("sequence", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("modified", Instant, nullable=False),
    Column("status", String(20), nullable=False),
    Column("cancelled", Instant),
    Column("entry", JSON, nullable=False),  # the content last shown
)

TOKEN = Table(
    "ex_token",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),  # api, feed
    Column("role", String(20), nullable=False),  # authority planner auditor feed
    Column("nation", String(64)),
    Column("programme", ForeignKey("ex_programme.id")),
    Column("scope", JSON),  # of a feed: kind and id of what it shows, and whether proposals count
    Column("audience", String(200)),  # of a feed
    Column("label", String(200), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("created", Instant, nullable=False),
    Column("expires", Instant),
    Column("revoked", Instant),
    Column("last_used", Instant),
    Column("uses", Integer, nullable=False),
    Column("made_by", String(40), nullable=False),
)

SESSION = Table(
    "ex_session",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("token", ForeignKey("ex_token.id"), nullable=False),
    Column("created", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
)

IDEMPOTENCY = Table(
    "ex_idempotency",
    METADATA,
    Column("token", String(40), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("request_sha256", String(64), nullable=False),  # method, path and body
    Column("status", Integer, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

AUDIT = Table(
    "ex_audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),  # id of the token, 'local' or 'system'
    Column("role", String(20), nullable=False),
    Column("nation", String(64), nullable=False),
    Column("action", String(60), nullable=False),
    Column("object", String(200), nullable=False),
    Column("details", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),  # of this entry and `previous`
)

SETTING = Table(
    "ex_setting",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)
