"""Dynamic programming: 0/1 knapsack, longest common subsequence, edit distance, coin change."""


def knapsack(items: list[tuple[int, int]], capacity: int) -> int:
    best = [0] * (capacity + 1)
    for weight, value in items:
        for c in range(capacity, weight - 1, -1):
            candidate = best[c - weight] + value
            if candidate > best[c]:
                best[c] = candidate
    return best[capacity]


def lcs(a: str, b: str) -> str:
    n, m = len(a), len(b)
    lengths = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n):
        for j in range(m):
            if a[i] == b[j]:
                lengths[i + 1][j + 1] = lengths[i][j] + 1
            else:
                lengths[i + 1][j + 1] = max(lengths[i][j + 1], lengths[i + 1][j])
    result = []
    i, j = n, m
    while i > 0 and j > 0:
        if a[i - 1] == b[j - 1]:
            result.append(a[i - 1])
            i, j = i - 1, j - 1
        elif lengths[i - 1][j] >= lengths[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(result))


def edit_distance(s: str, t: str) -> int:
    if s == t:
        return 0
    if not s:
        return len(t)
    if not t:
        return len(s)
    previous = list(range(len(t) + 1))
    current = [0] * (len(t) + 1)
    for i, c in enumerate(s):
        current[0] = i + 1
        for j, d in enumerate(t):
            cost = 0 if c == d else 1
            current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        previous, current = current, previous
    return previous[len(t)]


def change(coins: list[int], amount: int) -> int:
    ways = [1] + [0] * amount
    for coin in coins:
        for value in range(coin, amount + 1):
            ways[value] += ways[value - coin]
    return ways[amount]


def generate(length: int, seed: int) -> str:
    letters = []
    for _ in range(length):
        seed = (seed * 75 + 74) % 65537
        letters.append(chr(97 + seed % 6))
    return "".join(letters)


def main() -> str:
    items = [(3 + (i * 7) % 23, 10 + (i * 13) % 37) for i in range(1, 41)]
    value = knapsack(items, 250)
    a, b = generate(90, 7), generate(80, 11)
    common = lcs(a, b)
    distance = edit_distance(a, b) + edit_distance("kitten", "sitting")
    ways = change([1, 2, 5, 10, 20, 50], 600)
    return f"{value} {common} {distance} {ways}"
