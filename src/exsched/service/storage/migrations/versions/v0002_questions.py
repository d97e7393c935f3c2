"""Questions beside solves: what is asked, about which schedules, and the answer."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Questions beside solves: what is asked, about which schedules, and the answer."""
    for name in ("question", "about", "answer"):
        op.add_column("ex_job", sa.Column(name, sa.JSON(), nullable=True))
