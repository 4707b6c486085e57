"""Each row of the audit log carries the hash of the one before; figures of published reports."""

import datetime as dt
import json
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_AT_ONCE = 1000

_events = sa.table(
    "audit_event",
    sa.column("id", sa.Integer()),
    sa.column("office", sa.Text()),
    sa.column("actor", sa.Text()),
    sa.column("verb", sa.Text()),
    sa.column("target", sa.Text()),
    sa.column("before", sa.Text()),
    sa.column("after", sa.Text()),
    sa.column("reason", sa.Text()),
    sa.column("on", sa.Date()),
    sa.column("recorded", sa.DateTime(timezone=True)),
    sa.column("hash", sa.String(length=64)),
)


def upgrade() -> None:
    # Plain ALTER TABLE: a batch would write the whole log anew.
    op.add_column("audit_event", sa.Column("hash", sa.String(length=64), server_default="", nullable=False))
    op.create_index("ix_audit_event_office_id", "audit_event", ["office", "id"], unique=False)
    _chain(op.get_bind())

    op.create_table(
        "history_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_report")),
        sa.UniqueConstraint("office", "year", "number", name=op.f("uq_history_report_office_year_number")),
    )
    op.create_table(
        "history_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["history_report.id"], name=op.f("fk_history_figure_report_id_history_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_figure")),
        sa.UniqueConstraint("report_id", "position", name=op.f("uq_history_figure_report_id_position")),
    )


def downgrade() -> None:
    op.drop_table("history_figure")
    op.drop_table("history_report")
    op.drop_index("ix_audit_event_office_id", table_name="audit_event")
    op.drop_column("audit_event", "hash")


def _chain(connection: sa.Connection) -> None:
    """Give every row of the log its hash, each office's by their ids, in the form of planner/domain/audit_chain.py."""
    newest: dict[str, str] = {}
    behind = 0
    while rows := _rows_after(connection, behind):
        hashes = []
        for row in rows:
            newest[row.office] = _hash(row, newest.get(row.office, ""))
            hashes.append({"row": row.id, "chained": newest[row.office]})
        told = sa.update(_events).where(_events.c.id == sa.bindparam("row")).values(hash=sa.bindparam("chained"))
        connection.execute(told, hashes)
        behind = rows[-1].id


def _rows_after(connection: sa.Connection, behind: int) -> list[Any]:
    query = sa.select(_events).where(_events.c.id > behind).order_by(_events.c.id).limit(_AT_ONCE)
    return list(connection.execute(query))


def _hash(row: Any, previous: str) -> str:  # noqa: ANN401 - a row of the query above
    recorded = row.recorded.replace(tzinfo=dt.UTC) if row.recorded.tzinfo is None else row.recorded.astimezone(dt.UTC)
    content = {
        "actor": row.actor,
        "after": None if row.after is None else json.loads(row.after),
        "before": None if row.before is None else json.loads(row.before),
        "office": row.office,
        "on": row.on.isoformat(),
        "previous": previous,
        "reason": row.reason,
        "recorded": recorded.isoformat(timespec="microseconds"),
        "target": row.target,
        "verb": row.verb,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
