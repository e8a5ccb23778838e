"""`python -m agentlint`."""

import sys

from agentlint.cli import main

if __name__ == "__main__":
    sys.exit(main())
