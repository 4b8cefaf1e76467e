"""Generators: producers and consumers, tree walkers, permutations, a round-robin scheduler."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import islice


class Message:
    __slots__ = ("id", "text")

    def __init__(self, number: int, text: str) -> None:
        self.id = number
        self.text = text


def producer(count: int) -> Iterator[Message]:
    for i in range(1, count + 1):
        yield Message(i, f"line {i % 10}")


def filtered(source: Iterator[Message]) -> Iterator[Message]:
    for message in source:
        if message.id % 3 != 0:
            message.text = message.text.upper()
            yield message


def consume(source: Iterator[Message]) -> tuple[int, int]:
    count = length = 0
    for message in source:
        count += 1
        length += len(message.text) + message.id
    return count, length


class Tree:
    __slots__ = ("key", "left", "right")

    def __init__(self, key: int) -> None:
        self.key = key
        self.left: Tree | None = None
        self.right: Tree | None = None


def insert(tree: Tree | None, key: int) -> Tree:
    if tree is None:
        return Tree(key)
    if key < tree.key:
        tree.left = insert(tree.left, key)
    elif key > tree.key:
        tree.right = insert(tree.right, key)
    return tree


def walk(tree: Tree | None) -> Iterator[int]:
    if tree:
        yield from walk(tree.left)
        yield tree.key
        yield from walk(tree.right)


def same_fringe(a: Tree | None, b: Tree | None) -> tuple[bool, int]:
    left, right = walk(a), walk(b)
    matched = 0
    while True:
        x, y = next(left, None), next(right, None)
        if x != y:
            return False, matched
        if x is None:
            return True, matched
        matched += 1


def permute(a: list[int], n: int) -> Iterator[list[int]]:
    if n <= 1:
        yield a
    else:
        for i in range(n):
            a[n - 1], a[i] = a[i], a[n - 1]
            yield from permute(a, n - 1)
            a[n - 1], a[i] = a[i], a[n - 1]


def fibonacci() -> Iterator[int]:
    a, b = 0, 1
    while True:
        yield a
        a, b = b, (a + b) % 1000003


class Scheduler:
    def __init__(self) -> None:
        self.tasks: list[tuple[str, Generator[None, None, int]]] = []
        self.log: list[str] = []
        self.rounds = 0

    def spawn(self, name: str, body: Callable[..., Generator[None, None, int]], *args: int) -> None:
        self.tasks.append((name, body(name, *args)))

    def run(self) -> None:
        while self.tasks:
            self.rounds += 1
            for i in range(len(self.tasks) - 1, -1, -1):
                name, task = self.tasks[i]
                try:
                    next(task)
                except StopIteration as end:
                    self.log.append(f"{name}={end.value}")
                    del self.tasks[i]


def work(name: str, steps: int, start: int) -> Generator[None, None, int]:
    total = start
    for step in range(1, steps + 1):
        total += step * len(name)
        yield
    return total


def main() -> str:
    count, length = consume(filtered(producer(900)))

    a: Tree | None = None
    b: Tree | None = None
    seed = 17
    for _ in range(350):
        seed = (seed * 1309 + 13849) % 65536
        a = insert(a, seed)
        b = insert(b, (seed + 1) % 65536 - 1)
    same, matched = same_fringe(a, b)

    orders = weight = 0
    for p in permute([1, 2, 3, 4, 5, 6], 6):
        orders += 1
        weight += p[0] * p[5]

    total = sum(islice(fibonacci(), 2000))

    scheduler = Scheduler()
    for i in range(1, 31):
        scheduler.spawn(f"task{i}", work, 10 + i % 7 * 4, i)
    scheduler.run()
    return (
        f"{count} {length} {str(same).lower()} {matched} {orders} {weight} {total} "
        f"{scheduler.rounds} {','.join(scheduler.log)}"
    )
