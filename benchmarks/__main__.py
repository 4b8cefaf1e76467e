"""Run the benchmarks: `python -m benchmarks [--quick] [--only PART]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from . import compile_speed, language, lint_speed, worker_speed

_PARTS: dict[str, tuple[str, Callable[[bool], list[str]]]] = {
    "language": (
        "Generated code",
        lambda quick: language.report(language.program_names(), 1 if quick else 7),
    ),
    "compiler": ("Compiler", lambda quick: compile_speed.report(quick=quick)),
    "lint": ("Linter", lambda quick: lint_speed.report(quick=quick)),
    "worker": ("Worker", lambda quick: worker_speed.report(quick=quick)),
}


def main() -> int:
    """Run the chosen parts and print their tables as Markdown."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions: a smoke test")
    parser.add_argument("--only", choices=sorted(_PARTS), help="one part instead of all")
    options = parser.parse_args()
    for name, (title, run) in _PARTS.items():
        if options.only not in (None, name):
            continue
        print(f"measuring: {title.lower()}", file=sys.stderr, flush=True)
        print(f"## {title}\n", *run(options.quick), "", sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
