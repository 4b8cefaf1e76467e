"""Which statements the flow analysis has to evaluate again.

A statement that reads a slot is noted as its reader; when the slot grows, its readers wait to be
evaluated. A read that nobody notes costs time and nothing else: before the analysis ends, every
statement is evaluated once more.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from heapq import heappop, heappush
from typing import Final

from wippyc.analyse.abstract_values.values import EMPTY, Value
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_statements

# A variable, a function (its results and `...`), the place a table is made, an expression that
# other statements ask for, a name.
Slot = object
# The slot of everything that escaped.
ESCAPED: Final = "escaped values"


class Finding:
    """What was found in slots, until one of them grows; statements read it like a slot.

    Attributes:
        value: What was found.
        is_current: Whether no slot has grown since.
    """

    __slots__ = ("is_current", "value")

    def __init__(self) -> None:
        self.value = EMPTY
        self.is_current = False


class Readers:
    """The readers of slots, and the statements that wait.

    Args:
        functions: All functions of a part of the program; their statements wait for their first
            evaluation.

    Attributes:
        current: The statement that is evaluated.
    """

    def __init__(self, functions: Sequence[ir.Function] = ()) -> None:
        self._functions = functions
        self._owners = {
            statement: index
            for index, function in enumerate(functions)
            for statement in walk_statements(function.body)
        }
        self._readers: dict[Slot, set[ir.Statement]] = {}
        self._findings: dict[Slot, set[Finding]] = {}
        self._by_key: dict[Hashable, Finding] = {}
        self.current: ir.Statement | Finding | None = None
        # Positions of functions: the current one, those of this round that follow it (a heap),
        # and those of the next round.
        self._at = len(functions)
        self._round: list[int] = []
        self._later = set(range(len(functions)))
        self._waiting = set(self._owners)

    def round(self) -> Iterator[ir.Function]:
        """Yield the functions with statements that wait, each once, in the order of the program."""
        self._round, self._later = sorted(self._later), set()
        self._at = -1
        while self._round:
            index = heappop(self._round)
            if index != self._at:
                self._at = index
                yield self._functions[index]
        self._at = len(self._functions)
        self.current = None

    def start(self, statement: ir.Statement) -> bool:
        """Begin a statement; answer whether it has to be evaluated."""
        if statement not in self._waiting:
            return False
        self._waiting.remove(statement)
        self.current = statement
        return True

    def read(self, slot: Slot) -> None:
        """Note that the current statement depends on a slot."""
        reader = self.current
        if isinstance(reader, Finding):
            self._findings.setdefault(slot, set()).add(reader)
        elif reader is not None:
            readers = self._readers.get(slot)
            if readers is None:
                self._readers[slot] = {reader}
            else:
                readers.add(reader)

    def find(self, key: Hashable, search: Callable[[], Value]) -> Value:
        """Return what a search finds, from memory if nothing it read has grown.

        The statement then depends on what was found and not on each slot.

        Args:
            key: Name of the search.
            search: Reads slots.
        """
        found = self._by_key.get(key)
        if found is None:
            found = self._by_key[key] = Finding()
        if not found.is_current:
            reader, self.current = self.current, found
            # Searching may merge tables, which makes it out of date at once.
            found.is_current = True
            try:
                found.value = search()
            finally:
                self.current = reader
        self.read(found)
        return found.value

    def forget(self, key: Hashable) -> None:
        """Let a search be made again."""
        found = self._by_key.get(key)
        if found is not None and found.is_current:
            found.is_current = False
            self.grow(found)

    def grow(self, slot: Slot) -> None:
        """Note that a slot holds more than before."""
        for finding in self._findings.pop(slot, ()):
            if finding.is_current:
                finding.is_current = False
                self.grow(finding)
        readers = self._readers.get(slot)
        if readers is None:
            return
        woken = readers - self._waiting
        if not woken:
            return
        self._waiting |= woken
        for statement in woken:
            index = self._owners[statement]
            if index > self._at:
                heappush(self._round, index)
            else:
                self._later.add(index)

    def wait_all(self) -> None:
        """Let every statement be evaluated again, and forget what was found."""
        for finding in self._by_key.values():
            finding.is_current = False
        self._by_key = {}
        self._findings = {}
        self._waiting = set(self._owners)
        self._round = list(range(self._at + 1, len(self._functions)))
        self._later = set(range(min(self._at + 1, len(self._functions))))
