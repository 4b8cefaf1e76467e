"""What can be got at from each node of a graph, found once for all nodes.

a → b → c → b        everything b or c has can be got at from a, b and c
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node")
# A set: its members are the bits.
Members = int


class Closures(dict[Node, Members]):
    """Finds what nodes have, with all nodes they lead to, when they are asked for.

    Args:
        successors: The nodes that a node leads to.
        own: What a node has itself.
    """

    def __init__(
        self, successors: Callable[[Node], Iterable[Node]], own: Callable[[Node], Members]
    ) -> None:
        super().__init__()
        self._successors = successors
        self._own = own

    def __missing__(self, start: Node) -> Members:
        """Follow nodes to the end; those that lead to each other have the same (Tarjan)."""
        numbers: dict[Node, int] = {}
        lowest: dict[Node, int] = {}
        found: dict[Node, Members] = {}
        component: list[Node] = []
        path: list[tuple[Node, Iterator[Node]]] = []

        def enter(node: Node) -> None:
            numbers[node] = lowest[node] = len(numbers)
            found[node] = self._own(node)
            component.append(node)
            path.append((node, iter(self._successors(node))))

        enter(start)
        while path:
            node, successors = path[-1]
            for successor in successors:
                if successor in self:
                    found[node] |= self[successor]
                elif successor in numbers:
                    lowest[node] = min(lowest[node], numbers[successor])
                else:
                    enter(successor)
                    break
            else:
                path.pop()
                if lowest[node] == numbers[node]:
                    self._close(node, component, found)
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                    found[before] |= found[node]
        return self[start]

    def _close(self, node: Node, component: list[Node], found: dict[Node, Members]) -> None:
        closed: list[Node] = []
        members = 0
        while node not in closed[-1:]:
            closed.append(component.pop())
            members |= found[closed[-1]]
        self.update(dict.fromkeys(closed, members))
