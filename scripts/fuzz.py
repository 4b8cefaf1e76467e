"""`make fuzz`: compare random programs with real Lua for a while.

Every difference is printed with the program that shows it; make it a case in
`tests/differential/cases/` once it is understood.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.differential.fuzzing import fuzz


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    sys.exit(1 if fuzz(options.seconds, seed) else 0)


if __name__ == "__main__":
    main()
