"""Closures: counters, functional pipelines, memoising, event handlers."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def counter(start: int, step: int) -> SimpleNamespace:
    value = start

    def following() -> int:
        nonlocal value
        value += step
        return value

    def peek() -> int:
        return value

    return SimpleNamespace(next=following, peek=peek)


def mapped(values: list[int], function: Callable[[int], int]) -> list[int]:
    result = []
    for value in values:
        result.append(function(value))
    return result


def filtered(values: list[int], predicate: Callable[[int], bool]) -> list[int]:
    result = []
    for value in values:
        if predicate(value):
            result.append(value)
    return result


def reduced(values: list[int], function: Callable[[int, int], int], initial: int) -> int:
    accumulated = initial
    for value in values:
        accumulated = function(accumulated, value)
    return accumulated


def compose(*functions: Callable[[int], int]) -> Callable[[int], int]:
    def composed(value: int) -> int:
        for function in reversed(functions):
            value = function(value)
        return value

    return composed


def memoize(function: Callable[[int], int]) -> Callable[[int], int]:
    known: dict[int, int] = {}

    def memoized(key: int) -> int:
        value = known.get(key)
        if value is None:
            value = function(key)
            known[key] = value
        return value

    return memoized


class Emitter:
    def __init__(self) -> None:
        self.handlers: dict[str, list[Callable[[dict[str, Any]], None]]] = {}

    def on(self, name: str, handler: Callable[[dict[str, Any]], None]) -> None:
        self.handlers.setdefault(name, []).append(handler)

    def emit(self, name: str, payload: dict[str, Any]) -> None:
        for handler in self.handlers.get(name, []):
            handler(payload)


def main() -> str:
    numbers = list(range(1, 2501))
    scale = 3
    total = 0
    for number in range(1, 5):
        odd = filtered(numbers, lambda n: n % 2 == 1)
        scaled = mapped(odd, lambda n, number=number: n * scale + number)  # type: ignore[misc]
        total = reduced(scaled, lambda a, b: a + b, total)

    ticks = counter(0, 2)
    for _ in range(15000):
        ticks.next()

    transform = compose(lambda x: x + 1, lambda x: x * 2, lambda x: x - 3)
    composed = 0
    for i in range(1, 4001):
        composed += transform(i)

    squares = memoize(lambda n: n * n)
    cached = 0
    for i in range(1, 10001):
        cached += squares(i % 50)

    events = Emitter()
    seen = size = 0

    def count(payload: dict[str, Any]) -> None:
        nonlocal seen
        seen += payload["count"]

    def measure(payload: dict[str, Any]) -> None:
        nonlocal size
        size += len(payload["text"])

    events.on("data", count)
    events.on("data", measure)
    for i in range(1, 4001):
        events.emit("data", {"count": i, "text": "payload"})
    return f"{total} {ticks.peek()} {composed} {cached} {seen} {size}"
