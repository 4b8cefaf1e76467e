"""The generated parts of the documentation are current, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.documentation import documents, filled

DOCUMENTS = list(documents())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_generated_parts_are_current(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert filled(text) == text, "write them with: make docs"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", prose)
    assert not [each for each in targets if not (path.parent / each).exists()]


def test_the_readme_shows_the_example_before_and_after() -> None:
    readme = next(path for path in DOCUMENTS if path.name == "README.md")
    text = readme.read_text(encoding="utf-8")
    root = readme.parent
    for shown in (
        "examples/orders/order_workflow.lua",
        "golden/packages/orders/src/orders/workflows/order_workflow.py",
    ):
        assert (root / shown).read_text(encoding="utf-8").rstrip() in text
