"""Case files run under both sides."""

from __future__ import annotations

import pytest

from .case_files import CaseFile, case_files
from .harness import assert_same


@pytest.mark.parametrize("file", case_files(), ids=lambda file: file.name)
def test_case_file(file: CaseFile) -> None:
    """Every case reports the same under real Lua."""
    outcome = assert_same(file.program())
    assert outcome.error is None
    assert len(outcome.lines) >= 2 * len(file.cases)
