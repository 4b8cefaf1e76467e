"""Loops with integer arithmetic: Collatz, greatest common divisors, a linear congruential
generator and a checksum that wraps.
"""


def collatz(limit: int) -> tuple[int, int]:
    best = longest = 0
    for start in range(1, limit + 1):
        n, steps = start, 0
        while n != 1:
            if n % 2 == 0:
                n //= 2
            else:
                n = 3 * n + 1
            steps += 1
        if steps > longest:
            best, longest = start, steps
    return best, longest


def gcd(a: int, b: int) -> int:
    while b != 0:
        a, b = b, a % b
    return a


def generator(seed: int, rounds: int) -> int:
    state = seed
    total = 0
    for _ in range(rounds):
        state = (1103515245 * state + 12345) % 2147483648
        total += state % 100
    return total


def checksum(rounds: int) -> int:
    value = 5381
    for i in range(1, rounds + 1):
        value = (value * 33 + i) & 0xFFFFFFFFFFFFFFFF
    return value - (1 << 64) if value >> 63 else value


def main() -> str:
    best, longest = collatz(1500)
    divisors = 0
    for a in range(1, 121):
        for b in range(a, 121):
            divisors += gcd(a, b)
    return f"{best} {longest} {divisors} {generator(42, 50000)} {checksum(50000)}"
