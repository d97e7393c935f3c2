"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "ex_audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("nation", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ex_audit")),
    )
    op.create_table(
        "ex_idempotency",
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("token", "key", name=op.f("pk_ex_idempotency")),
    )
    op.create_table(
        "ex_installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_installation")),
    )
    op.create_table(
        "ex_programme",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_programme")),
    )
    op.create_table(
        "ex_setting",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ex_setting")),
    )
    op.create_table(
        "ex_worker",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("started", sa.String(length=27), nullable=False),
        sa.Column("last_seen", sa.String(length=27), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_worker")),
    )
    op.create_table(
        "ex_job",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("viewer", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("hint", sa.String(length=40), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("queued", sa.String(length=27), nullable=False),
        sa.Column("started", sa.String(length=27), nullable=True),
        sa.Column("ended", sa.String(length=27), nullable=True),
        sa.Column("spent", sa.Float(), nullable=False),
        sa.Column("incumbent", sa.JSON(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("schedule", sa.String(length=40), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_job_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_job")),
    )
    with op.batch_alter_table("ex_job", schema=None) as batch_op:
        batch_op.create_index("ix_job_owner", ["owner", "started"], unique=False)
        batch_op.create_index("ix_job_programme", ["programme", "queued"], unique=False)
        batch_op.create_index("ix_job_state", ["state", "queued"], unique=False)

    op.create_table(
        "ex_schedule",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("viewer", sa.String(length=64), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_schedule_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_schedule")),
    )
    with op.batch_alter_table("ex_schedule", schema=None) as batch_op:
        batch_op.create_index("ix_schedule_programme", ["programme", "at"], unique=False)

    op.create_table(
        "ex_stamp",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("audience", sa.String(length=200), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("modified", sa.String(length=27), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("cancelled", sa.String(length=27), nullable=True),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_stamp_programme")),
        sa.PrimaryKeyConstraint("programme", "audience", "uid", name=op.f("pk_ex_stamp")),
    )
    op.create_table(
        "ex_submission",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("submitter", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("checked", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_submission_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_submission")),
        sa.UniqueConstraint("programme", "owner", "number", name=op.f("uq_ex_submission_programme")),
    )
    op.create_table(
        "ex_token",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("nation", sa.String(length=64), nullable=True),
        sa.Column("programme", sa.String(length=64), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=True),
        sa.Column("audience", sa.String(length=200), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=True),
        sa.Column("revoked", sa.String(length=27), nullable=True),
        sa.Column("last_used", sa.String(length=27), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_token_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_token")),
        sa.UniqueConstraint("sha256", name=op.f("uq_ex_token_sha256")),
    )
    op.create_table(
        "ex_job_event",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["ex_job.id"], name=op.f("fk_ex_job_event_job")),
        sa.PrimaryKeyConstraint("job", "number", name=op.f("pk_ex_job_event")),
    )
    op.create_table(
        "ex_release",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("schedule", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("proposed", sa.String(length=27), nullable=True),
        sa.Column("silence_until", sa.String(length=27), nullable=True),
        sa.Column("released", sa.String(length=27), nullable=True),
        sa.Column("override", sa.JSON(), nullable=True),
        sa.Column("copy", sa.LargeBinary(), nullable=True),
        sa.Column("copy_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_release_programme")),
        sa.ForeignKeyConstraint(["schedule"], ["ex_schedule.id"], name=op.f("fk_ex_release_schedule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ex_release")),
        sa.UniqueConstraint("programme", "number", name=op.f("uq_ex_release_programme")),
    )
    with op.batch_alter_table("ex_release", schema=None) as batch_op:
        batch_op.create_index("ix_release_programme", ["programme", "created"], unique=False)
        batch_op.create_index(
            "uq_ex_release_in_force",
            ["programme"],
            unique=True,
            sqlite_where=sa.text("state = 'released'"),
            postgresql_where=sa.text("state = 'released'"),
        )

    op.create_table(
        "ex_revision",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.String(length=40), nullable=False),
        sa.Column("submissions", sa.JSON(), nullable=False),
        sa.Column("normal", sa.LargeBinary(), nullable=True),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("diagnostics", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["bundle"], ["ex_submission.id"], name=op.f("fk_ex_revision_bundle")),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_revision_programme")),
        sa.PrimaryKeyConstraint("programme", "number", name=op.f("pk_ex_revision")),
    )
    op.create_table(
        "ex_session",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["ex_token.id"], name=op.f("fk_ex_session_token")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_ex_session")),
    )
    op.create_table(
        "ex_concurrence",
        sa.Column("release", sa.String(length=40), nullable=False),
        sa.Column("nation", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["release"], ["ex_release.id"], name=op.f("fk_ex_concurrence_release")),
        sa.PrimaryKeyConstraint("release", "nation", name=op.f("pk_ex_concurrence")),
    )
    op.create_table(
        "ex_rendering",
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("audience", sa.String(length=200), nullable=False),
        sa.Column("release", sa.String(length=40), nullable=False),
        sa.Column("etag", sa.String(length=70), nullable=False),
        sa.Column("modified", sa.String(length=27), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["ex_programme.id"], name=op.f("fk_ex_rendering_programme")),
        sa.ForeignKeyConstraint(["release"], ["ex_release.id"], name=op.f("fk_ex_rendering_release")),
        sa.PrimaryKeyConstraint("programme", "audience", name=op.f("pk_ex_rendering")),
    )
