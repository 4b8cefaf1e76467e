"""Bits: xorshift and LCG generators, FNV and Murmur-like hashes, CRC-32, bit sets, shuffling."""

from __future__ import annotations

from collections.abc import Callable

MASK = 0xFFFFFFFF


class Random:
    def __init__(self, seed: int = 2463534242) -> None:
        self.state = seed

    def next(self) -> int:
        x = self.state
        x = x ^ ((x << 13) & MASK)
        x = x ^ (x >> 17)
        x = (x ^ (x << 5)) & MASK
        self.state = x
        return x

    def between(self, low: int, high: int) -> int:
        return low + self.next() % (high - low + 1)


def lcg(seed: int) -> Callable[..., int]:
    state = seed

    def draw(limit: int | None = None) -> int:
        nonlocal state
        state = (state * 1664525 + 1013904223) & MASK
        if limit is None:
            return state
        return (state >> 8) % limit

    return draw


def fnv1a(text: bytes) -> int:
    value = 2166136261
    for byte in text:
        value ^= byte
        value = (value * 16777619) & MASK
    return value


def rotate(x: int, n: int) -> int:
    return ((x << n) | (x >> (32 - n))) & MASK


def murmur(values: list[int], seed: int = 0) -> int:
    h = seed
    for k in values:
        k = (k * 0xCC9E2D51) & MASK
        k = rotate(k, 15)
        k = (k * 0x1B873593) & MASK
        h = rotate(h ^ k, 13)
        h = (h * 5 + 0xE6546B64) & MASK
    h ^= h >> 16
    h = (h * 0x85EBCA6B) & MASK
    return h ^ (h >> 13)


def _crc_table() -> list[int]:
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            if c & 1:
                c = 0xEDB88320 ^ (c >> 1)
            else:
                c >>= 1
        table.append(c)
    return table


def crc32(text: bytes, table: list[int]) -> int:
    crc = MASK
    for byte in text:
        crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ MASK


def popcount(x: int) -> int:
    count = 0
    while x:
        x &= x - 1
        count += 1
    return count


def shuffle(t: list[int], random: Random) -> None:
    for i in range(len(t) - 1, 0, -1):
        j = random.between(1, i + 1) - 1
        t[i], t[j] = t[j], t[i]


CRC_TABLE = _crc_table()


def main() -> str:
    random = Random(12345)
    xor = ones = 0
    for _ in range(4000):
        x = random.next()
        xor ^= x
        ones += popcount(x & 0xFFFF)

    draw = lcg(99)
    buckets = [0] * 16
    for _ in range(5000):
        buckets[draw(16)] += 1

    text = bytearray()
    values = []
    for _ in range(800):
        text.append(32 + random.between(0, 90))
        values.append(draw())

    deck = list(range(1, 601))
    shuffle(deck, random)
    order = 0
    for i, card in enumerate(deck, 1):
        order = (order * 33 + card * i) & MASK
    listed = ",".join(map(str, buckets))
    return (
        f"{xor:08x} {ones} {listed} {fnv1a(text):08x} {murmur(values, 17):08x} "
        f"{crc32(text, CRC_TABLE):08x} {order}"
    )
