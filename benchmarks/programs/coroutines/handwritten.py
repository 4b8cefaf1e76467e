"""Coroutines as generators: ranges, pipelines, tree walks, producer and consumer."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator


def count_up(start: int, stop: int) -> Iterator[int]:
    yield from range(start, stop + 1)


def filtered(source: Iterator[int], predicate: Callable[[int], bool]) -> Iterator[int]:
    for value in source:
        if predicate(value):
            yield value


def mapped(source: Iterator[int], function: Callable[[int], int]) -> Iterator[int]:
    for value in source:
        yield function(value)


class Node:
    def __init__(self, value: int) -> None:
        self.value = value
        self.left: Node | None = None
        self.right: Node | None = None


def insert(node: Node | None, value: int) -> Node:
    if node is None:
        return Node(value)
    if value < node.value:
        node.left = insert(node.left, value)
    else:
        node.right = insert(node.right, value)
    return node


def walk(node: Node | None) -> Iterator[int]:
    if node:
        yield from walk(node.left)
        yield node.value
        yield from walk(node.right)


def produce(count: int) -> Generator[int, str, str]:
    for i in range(1, count + 1):
        answer = yield i
        if answer == "stop":
            return "stopped"
    return "done"


def producer_consumer(count: int) -> tuple[int, str]:
    producer = produce(count)
    total = 0
    try:
        value = next(producer)
        while True:
            total += value
            value = producer.send("stop" if total > 1000000 else "go")
    except StopIteration as stop:
        return total, stop.value


def main() -> str:
    total = 0
    odd = filtered(count_up(1, 4000), lambda n: n % 2 == 1)
    for value in mapped(odd, lambda n: n * n):
        total += value

    tree: Node | None = None
    state = 3
    for _ in range(300):
        state = (state * 421 + 17) % 4096
        tree = insert(tree, state)
    weighted = 0
    for position, value in enumerate(walk(tree), 1):
        weighted += position * value

    summed, status = producer_consumer(3000)
    return f"{total} {weighted} {summed} {status}"
