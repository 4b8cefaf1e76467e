"""Fills the generated parts of the documentation, or tells which of them are stale.

A generated part of a Markdown file stands between two comments:

    <!-- generated: KIND ARGUMENT -->
    …
    <!-- end -->

`KIND` is one of `PARTS`. `python -m scripts.documentation` writes them all; with `--check` it
writes nothing and exits 1 when something is stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from scripts.api_matrix import matrix, unsupported_modules
from scripts.command_tables import command_sections
from scripts.lint_session import lint_session

ROOT = Path(__file__).resolve().parents[1]

_LANGUAGES = {".lua": "lua", ".py": "python", ".yaml": "yaml"}
_PART = re.compile(
    r"(?P<head><!-- generated: (?P<kind>[a-z-]+)(?: (?P<argument>[^\n]*?))? -->\n)"
    r"(?P<body>.*?)"
    r"(?P<tail><!-- end -->)",
    re.DOTALL,
)


def file_part(path: str) -> str:
    """Return a file of the repository as a code block."""
    text = (ROOT / path).read_text(encoding="utf-8")
    language = _LANGUAGES.get(Path(path).suffix, "")
    return f"```{language}\n{text.rstrip()}\n```\n"


PARTS: Mapping[str, Callable[[str], str]] = {
    "file": file_part,
    "commands": lambda argument: command_sections(),
    "api-matrix": lambda argument: matrix(),
    "unsupported-modules": lambda argument: unsupported_modules(),
    "lint-session": lambda argument: lint_session(),
}


def filled(text: str) -> str:
    """Return a Markdown text with its generated parts as they should be.

    Raises:
        KeyError: A part is of an unknown kind.
    """

    def part(match: re.Match[str]) -> str:
        body = PARTS[match["kind"]](match["argument"] or "")
        return f"{match['head']}{body}{match['tail']}"

    return _PART.sub(part, text)


def documents() -> Iterator[Path]:
    """Yield the Markdown files that may have generated parts."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def main() -> int:
    """Write or check the generated parts of all documents."""
    parser = argparse.ArgumentParser(description="Fill the generated parts of the documentation")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when stale")
    is_check = parser.parse_args().check
    stale = 0
    for path in documents():
        before = path.read_text(encoding="utf-8")
        after = filled(before)
        if before == after:
            continue
        stale += 1
        print(f"{'stale' if is_check else 'wrote'}: {path.relative_to(ROOT)}")
        if not is_check:
            path.write_text(after, encoding="utf-8")
    return 1 if is_check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
