"""`python -m wippyc.cli`."""

import sys

from wippyc.cli import main

if __name__ == "__main__":
    sys.exit(main())
