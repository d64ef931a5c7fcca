"""The first version: all tables of the portal but those of the accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "app",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("plugins", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app")),
        sa.UniqueConstraint("case_id", name=op.f("uq_app_case_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_app_slug")),
    )
    op.create_table(
        "cursor",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cursor")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=63), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.Double(), nullable=False),
        sa.Column("owner", sa.String(length=63), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index(
        "ix_job_state_priority_run_at", "job", ["state", "priority", "run_at"], unique=False
    )
    op.create_index(
        "uq_job_lane_running",
        "job",
        ["lane"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "sop_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("token", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("procedure", sa.String(length=100), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("handler", sa.Integer(), nullable=False),
        sa.Column("proposer", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_case")),
        sa.UniqueConstraint("number", name=op.f("uq_sop_case_number")),
        sa.UniqueConstraint("token", name=op.f("uq_sop_case_token")),
    )
    op.create_index(op.f("ix_sop_case_handler"), "sop_case", ["handler"], unique=False)
    op.create_index(op.f("ix_sop_case_status"), "sop_case", ["status"], unique=False)
    op.create_index(op.f("ix_sop_case_updated"), "sop_case", ["updated"], unique=False)
    op.create_index(op.f("ix_sop_case_year"), "sop_case", ["year"], unique=False)
    op.create_table(
        "sop_common_app",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_common_app")),
    )
    op.create_table(
        "sop_holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sop_holiday")),
    )
    op.create_table(
        "sop_office_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_office_log")),
    )
    op.create_table(
        "sop_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("nip", sa.String(length=30), nullable=False),
        sa.Column("rank", sa.String(length=100), nullable=False),
        sa.Column("qualification", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_person")),
        sa.UniqueConstraint("user_id", name=op.f("uq_sop_person_user_id")),
    )
    op.create_table(
        "sop_procedure",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_sop_procedure")),
    )
    op.create_table(
        "sop_seat",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("many", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sop_seat")),
    )
    op.create_table(
        "sop_setting",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sop_setting")),
    )
    op.create_table(
        "change",
        sa.Column("app_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("op", sa.String(length=12), nullable=False),
        sa.Column("node", sa.String(length=63), nullable=False),
        sa.Column("key", sa.String(length=63), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("inverse", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["app.id"], name=op.f("fk_change_app_id")),
        sa.PrimaryKeyConstraint("app_id", "seq", name=op.f("pk_change")),
    )
    op.create_table(
        "draft",
        sa.Column("app_id", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["app.id"], name=op.f("fk_draft_app_id")),
        sa.PrimaryKeyConstraint("app_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("app_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("submitted_step", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["app_id"], ["app.id"], name=op.f("fk_revision_app_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("app_id", "number", name=op.f("uq_revision_app_id_number")),
    )
    op.create_index(op.f("ix_revision_app_id"), "revision", ["app_id"], unique=False)
    op.create_index(op.f("ix_revision_sha256"), "revision", ["sha256"], unique=False)
    op.create_table(
        "sop_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seat_key", sa.String(length=60), nullable=False),
        sa.Column("mandate", sa.String(length=20), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("order_number", sa.String(length=120), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["sop_person.id"], name=op.f("fk_sop_assignment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_key"], ["sop_seat.key"], name=op.f("fk_sop_assignment_seat_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_assignment")),
    )
    op.create_index(
        op.f("ix_sop_assignment_person_id"), "sop_assignment", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_sop_assignment_seat_key"), "sop_assignment", ["seat_key"], unique=False
    )
    op.create_table(
        "sop_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("note_sha256", sa.String(length=64), nullable=False),
        sa.Column("command_sha256", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["sop_case.id"], name=op.f("fk_sop_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_event")),
        sa.UniqueConstraint(
            "case_id",
            "command_sha256",
            "part",
            name=op.f("uq_sop_event_case_id_command_sha256_part"),
        ),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_sop_event_case_id_seq")),
        sa.UniqueConstraint("hash", name=op.f("uq_sop_event_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sop_event_kind"), "sop_event", ["kind"], unique=False)
    op.create_index(op.f("ix_sop_event_person"), "sop_event", ["person"], unique=False)
    op.create_table(
        "sop_seen",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["sop_case.id"], name=op.f("fk_sop_seen_case_id")),
        sa.PrimaryKeyConstraint("person", "case_id", name=op.f("pk_sop_seen")),
    )
    op.create_table(
        "sop_note",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["sop_event.id"], name=op.f("fk_sop_note_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_sop_note")),
    )
