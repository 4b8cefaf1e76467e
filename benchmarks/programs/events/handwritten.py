"""An event emitter: listeners with priorities, for one event, for all, and removed ones."""

from collections.abc import Callable
from typing import Any

Callback = Callable[..., Any]


class Listener:
    def __init__(self, number: int, callback: Callback, priority: int, once: bool) -> None:
        self.number = number
        self.callback = callback
        self.priority = priority
        self.once = once


class Emitter:
    def __init__(self) -> None:
        self.listeners: dict[str, list[Listener]] = {}
        self.fired = 0
        self.next_id = 0

    def on(self, name: str, callback: Callback, priority: int = 0, once: bool = False) -> int:
        listeners = self.listeners.setdefault(name, [])
        self.next_id += 1
        entry = Listener(self.next_id, callback, priority, once)
        position = len(listeners)
        for i, other in enumerate(listeners):
            if other.priority < priority:
                position = i
                break
        listeners.insert(position, entry)
        return entry.number

    def once(self, name: str, callback: Callback) -> int:
        return self.on(name, callback, once=True)

    def off(self, name: str, number: int) -> bool:
        listeners = self.listeners.get(name)
        if not listeners:
            return False
        for i in range(len(listeners) - 1, -1, -1):
            if listeners[i].number == number:
                del listeners[i]
                return True
        return False

    def emit(self, name: str, *arguments: Any) -> int:
        called = 0
        for channel in (name, "*"):
            listeners = self.listeners.get(channel)
            if listeners:
                index = 0
                while index < len(listeners):
                    entry = listeners[index]
                    if entry.once:
                        del listeners[index]
                    else:
                        index += 1
                    called += 1
                    if entry.callback(*arguments) is False:
                        break
        self.fired += 1
        return called


def main() -> str:
    bus = Emitter()
    counts: dict[str, int] = {}
    stock = {"apple": 500, "pear": 300, "plum": 100}
    log: list[str] = []

    def count(name: str, amount: int = 1) -> None:
        counts[name] = counts.get(name, 0) + amount

    def reserve(item: str, quantity: int) -> bool | None:
        if stock.get(item, 0) < quantity:
            count("rejected")
            bus.emit("rejected", item, quantity)
            return False
        stock[item] -= quantity
        return None

    def ordered(item: str, quantity: int) -> None:
        count("ordered", quantity)
        if stock[item] < 50:
            bus.emit("low", item, stock[item])

    def by_item(item: str, quantity: int) -> None:
        count("item:" + item)

    def note_low(item: str, left: int) -> None:
        log.append(f"{item} low: {left}")

    def restock(item: str, left: int) -> None:
        stock[item] += 120
        count("restocked")

    def rejected(item: str, quantity: int) -> None:
        stock[item] = stock.get(item, 0) + 10
        count("missing", quantity)

    def any_event(*arguments: Any) -> None:
        count("any", len(arguments))

    def ticked(n: int) -> None:
        count("ticks", n % 3)

    bus.on("order", reserve, priority=10)
    bus.on("order", ordered)
    bus.on("order", by_item, priority=-5)
    bus.once("low", note_low)
    bus.on("low", restock)
    bus.on("rejected", rejected)
    bus.on("*", any_event)

    items = ["apple", "pear", "plum", "fig"]
    calls = 0
    for i in range(1, 3001):
        temporary = bus.on("tick", ticked)
        calls += bus.emit("order", items[i * 7 % 4], i % 9 + 1)
        calls += bus.emit("tick", i)
        if i % 5 != 0:
            bus.off("tick", temporary)
        elif i % 50 == 0:
            bus.listeners.pop("tick", None)

    for name in sorted(counts):
        log.append(f"{name}={counts[name]}")
    return ";".join(log) + f";calls={calls};fired={bus.fired}"
