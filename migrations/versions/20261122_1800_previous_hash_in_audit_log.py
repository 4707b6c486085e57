"""Each row of the audit log names the hash of the row before: one dropped or moved is told from one changed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_events = sa.table(
    "audit_event",
    sa.column("id", sa.Integer()),
    sa.column("office", sa.Text()),
    sa.column("hash", sa.String(length=64)),
    sa.column("previous", sa.String(length=64)),
)


def upgrade() -> None:
    # Plain ALTER TABLE: a batch would write the whole log anew.
    op.add_column("audit_event", sa.Column("previous", sa.String(length=64), server_default="", nullable=False))
    earlier = _events.alias("earlier")
    before = (
        sa.select(earlier.c.hash)
        .where(earlier.c.office == _events.c.office, earlier.c.id < _events.c.id)
        .order_by(earlier.c.id.desc())
        .limit(1)
        .correlate(_events)
        .scalar_subquery()
    )
    # A row that was changed or dropped before this shows as before: its neighbour's hash doesn't fit.
    op.execute(sa.update(_events).values(previous=sa.func.coalesce(before, "")))


def downgrade() -> None:
    op.drop_column("audit_event", "previous")
