"""The long campaign from the command line: `python -m tests.campaign --help`."""

import sys

from tests.campaign.running import main

if __name__ == "__main__":
    sys.exit(main())
