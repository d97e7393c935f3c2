"""Runs `exsched` on another day: `python tests/service/then.py 2023-11-15T08:00:00+00:00 serve`.

Only the clock of the service is set, as a frozen distance from that of the system; nothing else differs.
"""

import sys
from datetime import UTC, datetime

from exsched.commands import main
from exsched.service.clock import CLOCK

if __name__ == "__main__":
    away = datetime.fromisoformat(sys.argv.pop(1)) - datetime.now(UTC)
    CLOCK.set_to(lambda: datetime.now(UTC) + away)
    main()
