"""Loops with float arithmetic: integration, the logistic map, a spectral norm."""

import math
from collections.abc import Callable


def integrate(f: Callable[[float], float], start: float, stop: float, steps: int) -> float:
    width = (stop - start) / steps
    total = 0.5 * (f(start) + f(stop))
    for i in range(1, steps):
        total += f(start + i * width)
    return total * width


def logistic(r: float, x: float, rounds: int) -> float:
    total = 0.0
    for _ in range(rounds):
        x = r * x * (1 - x)
        total += x
    return total / rounds


def element(i: int, j: int) -> float:
    total = i + j
    return 1.0 / (total * (total + 1) / 2 + i + 1)


def multiply(size: int, vector: list[float], transposed: bool) -> list[float]:
    result = []
    for i in range(size):
        total = 0.0
        for j in range(size):
            a = element(j, i) if transposed else element(i, j)
            total += a * vector[j]
        result.append(total)
    return result


def spectral_norm(size: int) -> float:
    u = [1.0] * size
    v: list[float] = []
    for _ in range(3):
        v = multiply(size, multiply(size, u, False), True)
        u = multiply(size, multiply(size, v, False), True)
    vbv = vv = 0.0
    for a, b in zip(u, v, strict=True):
        vbv += a * b
        vv += b * b
    return math.sqrt(vbv / vv)


def main() -> str:
    area = integrate(lambda x: x * x + 2 * x - 1, 0.0, 3.0, 40000)
    chaos = logistic(3.7, 0.25, 60000)
    return f"{area:.9f} {chaos:.9f} {spectral_norm(30):.9f}"
