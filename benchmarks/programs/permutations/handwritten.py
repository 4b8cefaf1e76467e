"""Permutations: fannkuch, Heap's algorithm, the next one in order."""

from collections.abc import Callable


def fannkuch(n: int) -> tuple[int, int]:
    p = list(range(n))
    q = list(range(n))
    s = list(range(n))
    sign, most, total = 1, 0, 0
    while True:
        first = p[0]
        if first != 0:
            for i in range(1, n):
                q[i] = p[i]
            flips = 1
            while True:
                other = q[first]
                if other == 0:
                    total += sign * flips
                    if flips > most:
                        most = flips
                    break
                q[first] = first
                if first >= 3:
                    i, j = 1, first - 1
                    while i < j:
                        q[i], q[j] = q[j], q[i]
                        i += 1
                        j -= 1
                first = other
                flips += 1
        if sign == 1:
            p[0], p[1] = p[1], p[0]
            sign = -1
        else:
            p[1], p[2] = p[2], p[1]
            sign = 1
            for i in range(2, n):
                count = s[i]
                if count != 0:
                    s[i] = count - 1
                    break
                if i == n - 1:
                    return total, most
                s[i] = i
                moved = p[0]
                for j in range(i + 1):
                    p[j] = p[j + 1]
                p[i + 1] = moved


def heap(values: list[int], count: int, visit: Callable[[list[int]], None]) -> None:
    if count == 1:
        visit(values)
        return
    for i in range(count):
        heap(values, count - 1, visit)
        other = i if count % 2 == 0 else 0
        values[other], values[count - 1] = values[count - 1], values[other]


def next_permutation(values: list[int]) -> bool:
    i = len(values) - 2
    while i >= 0 and values[i] >= values[i + 1]:
        i -= 1
    if i < 0:
        return False
    j = len(values) - 1
    while values[j] <= values[i]:
        j -= 1
    values[i], values[j] = values[j], values[i]
    low, high = i + 1, len(values) - 1
    while low < high:
        values[low], values[high] = values[high], values[low]
        low += 1
        high -= 1
    return True


def main() -> str:
    total, most = fannkuch(7)
    visits = weight = 0

    def visit(values: list[int]) -> None:
        nonlocal visits, weight
        visits += 1
        weight += values[0] * values[5]

    heap([1, 2, 3, 4, 5, 6], 6, visit)
    values, rounds = [1, 2, 3, 4, 5, 6], 1
    while next_permutation(values):
        rounds += 1
    return f"{total} {most} {visits} {weight} {rounds}"
