"""Every operator on every pair of operand types."""

from __future__ import annotations

import pytest

from . import operand_table
from .harness import assert_same


@pytest.mark.parametrize("operator", operand_table.BINARY)
def test_binary_operator(operator: str) -> None:
    """Values, and which pairs raise, are those of Lua (or of the model of Wippy's operator)."""
    outcome = assert_same(
        operand_table.binary_program(operator, is_reference=False),
        reference=operand_table.binary_program(operator, is_reference=True),
    )
    assert outcome.error is None
    assert len(outcome.lines) > 3 * len(operand_table.OPERANDS) ** 2


@pytest.mark.parametrize("operator", operand_table.UNARY)
def test_unary_operator(operator: str) -> None:
    """The same for one operand."""
    outcome = assert_same(
        operand_table.unary_program(operator, is_reference=False),
        reference=operand_table.unary_program(operator, is_reference=True),
    )
    assert outcome.error is None
