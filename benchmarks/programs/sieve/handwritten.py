"""Primes by sieve, twin primes, factors."""


def sieve(limit: int) -> list[int]:
    composite = [False] * (limit + 1)
    composite[1] = True
    i = 2
    while i * i <= limit:
        if not composite[i]:
            for j in range(i * i, limit + 1, i):
                composite[j] = True
        i += 1
    primes = []
    for n in range(2, limit + 1):
        if not composite[n]:
            primes.append(n)
    return primes


def factors(n: int, primes: list[int]) -> list[int]:
    found = []
    for prime in primes:
        if prime * prime > n:
            break
        while n % prime == 0:
            found.append(prime)
            n //= prime
    if n > 1:
        found.append(n)
    return found


def main() -> str:
    primes = sieve(20000)
    twins = total = 0
    for i in range(1, len(primes)):
        if primes[i] - primes[i - 1] == 2:
            twins += 1
        total += primes[i]
    parts = 0
    for n in range(9000, 9401):
        parts += len(factors(n, primes))
    return f"{len(primes)} {twins} {total} {parts}"
