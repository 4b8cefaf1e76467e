"""Sorting: records with a comparator, by several keys, by hand (quicksort, merge sort)."""

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

Record = dict[str, Any]


def records(count: int) -> list[Record]:
    result = []
    state = 7
    for i in range(1, count + 1):
        state = (state * 1103 + 12345) % 65536
        result.append({"id": i, "score": state % 100, "name": f"n{state % 37}"})
    return result


def quicksort(values: list[Record], low: int, high: int) -> None:
    while low < high:
        pivot = values[(low + high) // 2]["score"]
        i, j = low, high
        while i <= j:
            while values[i]["score"] < pivot:
                i += 1
            while values[j]["score"] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        quicksort(values, low, j)
        low = i


def merge_sort(values: list[Record], less: Callable[[Record, Record], bool]) -> list[Record]:
    count = len(values)
    if count <= 1:
        return values
    middle = count // 2
    left = merge_sort(values[:middle], less)
    right = merge_sort(values[middle:], less)
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if less(right[j], left[i]):
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    merged.extend(left[i:])
    merged.extend(right[j:])
    return merged


def by_score_then_id(a: Record, b: Record) -> bool:
    if a["score"] != b["score"]:
        return bool(a["score"] < b["score"])
    return bool(a["id"] < b["id"])


def order(less: Callable[[Record, Record], bool]) -> Callable[[Record], Any]:
    return cmp_to_key(lambda a, b: -1 if less(a, b) else 1 if less(b, a) else 0)


def checksum(values: list[Record]) -> int:
    total = 0
    for i, record in enumerate(values, 1):
        total += i * record["score"]
    return total


def main() -> str:
    a = records(900)
    a.sort(key=order(by_score_then_id))
    b = records(900)
    b.sort(
        key=order(
            lambda x, y: x["name"] < y["name"] or (x["name"] == y["name"] and x["id"] > y["id"])
        )
    )
    c = records(900)
    quicksort(c, 0, len(c) - 1)
    d = merge_sort(records(500), by_score_then_id)
    numbers = []
    for i in range(1, 2001):
        numbers.append(i * 7919 % 2003)
    numbers.sort()
    sums = f"{checksum(c)} {checksum(d)}"
    return f"{checksum(a)} {b[0]['id']} {b[899]['id']} {sums} {numbers[999]}"
