"""The benchmark programs mean the same in their three forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.language import FORMS, program_names, results


@pytest.mark.parametrize("name", program_names())
def test_forms_agree(name: str, tmp_path: Path) -> None:
    found = results(name, tmp_path)
    assert set(found) == set(FORMS)
    assert len(set(found.values())) == 1, found


def test_there_are_enough_programs() -> None:
    assert len(program_names()) >= 14
