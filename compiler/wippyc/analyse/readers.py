"""Which statements the flow analysis has to evaluate again.

A statement that reads a slot is noted as its reader; when the slot grows, its readers wait to be
evaluated. A read that nobody notes costs time and nothing else: before the analysis ends, every
statement is evaluated once more.
"""

from __future__ import annotations

from collections.abc import Iterable

from wippyc.ir import nodes as ir

# A variable, a function (its results and `...`), the place a table is made, an expression that
# other statements ask for, a name.
Slot = object


class Readers:
    """The readers of slots, and the statements that wait.

    Args:
        statements: All statements of a part of the program; each waits for its first evaluation.
    """

    def __init__(self, statements: Iterable[ir.Statement] = ()) -> None:
        self._statements = frozenset(statements)
        self._waiting = set(self._statements)
        self._readers: dict[Slot, set[ir.Statement]] = {}
        self._current: ir.Statement | None = None

    def start(self, statement: ir.Statement) -> bool:
        """Begin a statement; answer whether it has to be evaluated."""
        if statement not in self._waiting:
            return False
        self._waiting.remove(statement)
        self._current = statement
        return True

    def stop(self) -> None:
        """Note no more reads: what follows is not part of a statement."""
        self._current = None

    def read(self, slot: Slot) -> None:
        """Note that the current statement depends on a slot."""
        if self._current is None:
            return
        readers = self._readers.get(slot)
        if readers is None:
            self._readers[slot] = {self._current}
        else:
            readers.add(self._current)

    def grow(self, slot: Slot) -> None:
        """Note that a slot holds more than before."""
        readers = self._readers.get(slot)
        if readers:
            self._waiting |= readers

    def wait_all(self) -> None:
        """Let every statement be evaluated again."""
        self._waiting |= self._statements
