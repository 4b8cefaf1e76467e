"""Recursive calls: Fibonacci, Takeuchi and Hanoi."""


def fib(n: int) -> int:
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def tak(x: int, y: int, z: int) -> int:
    if y >= x:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


moves = 0


def hanoi(count: int, source: str, target: str, via: str) -> None:
    global moves
    if count == 0:
        return
    hanoi(count - 1, source, via, target)
    moves += 1
    hanoi(count - 1, via, target, source)


def main() -> str:
    global moves
    moves = 0
    hanoi(13, "a", "b", "c")
    return f"{fib(22)} {tak(12, 8, 4)} {moves}"
