"""Array tables: matrix product, prefix sums, a queue, reversing and filtering."""


def matrix(rows: int, columns: int, seed: int) -> list[list[int]]:
    result = []
    for i in range(1, rows + 1):
        row = []
        for j in range(1, columns + 1):
            row.append((i * seed + j) % 10)
        result.append(row)
    return result


def product(a: list[list[int]], b: list[list[int]]) -> list[list[int]]:
    result = []
    columns = len(b[0])
    for left in a:
        row = []
        for j in range(columns):
            total = 0
            for k in range(len(left)):
                total += left[k] * b[k][j]
            row.append(total)
        result.append(row)
    return result


def prefix_sums(values: list[int]) -> list[int]:
    sums = []
    total = 0
    for value in values:
        total += value
        sums.append(total)
    return sums


def reverse(values: list[int]) -> None:
    i, j = 0, len(values) - 1
    while i < j:
        values[i], values[j] = values[j], values[i]
        i += 1
        j -= 1


def flood(size: int) -> int:
    queue = [1]
    head = 0
    seen = {1}
    visited = 0
    while head < len(queue):
        node = queue[head]
        head += 1
        visited += 1
        for following in (node * 2, node * 3, node + 7):
            if following <= size and following not in seen:
                seen.add(following)
                queue.append(following)
    return visited


def main() -> str:
    c = product(matrix(36, 36, 3), matrix(36, 36, 7))
    trace = 0
    for i in range(len(c)):
        trace += c[i][i]

    values = []
    for i in range(1, 8001):
        values.append((i * 7919) % 1009)
    sums = prefix_sums(values)
    reverse(sums)
    even = []
    for value in sums:
        if value % 2 == 0:
            even.append(value)
    return f"{trace} {sums[0]} {len(even)} {flood(6000)}"
