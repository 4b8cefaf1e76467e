"""Objects with methods: accounts with inheritance, vectors with operators."""

from __future__ import annotations

from typing import Any


class Account:
    def __init__(self, owner: str, balance: int) -> None:
        self.owner = owner
        self.balance = balance
        self.history: list[dict[str, Any]] = []

    def deposit(self, amount: int) -> None:
        self.balance += amount
        self.log("deposit", amount)

    def withdraw(self, amount: int) -> tuple[bool, str | None]:
        if amount > self.available():
            return False, "insufficient funds"
        self.balance -= amount
        self.log("withdraw", amount)
        return True, None

    def available(self) -> int:
        return self.balance

    def log(self, kind: str, amount: int) -> None:
        self.history.append({"kind": kind, "amount": amount})


class Savings(Account):
    def __init__(self, owner: str, balance: int, limit: int) -> None:
        super().__init__(owner, balance)
        self.limit = limit

    def available(self) -> int:
        return self.balance + self.limit


class Vector:
    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y

    def __add__(self, other: Vector) -> Vector:
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor: int) -> Vector:
        return Vector(self.x * factor, self.y * factor)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and self.x == other.x and self.y == other.y

    def __hash__(self) -> int:
        return hash((self.x, self.y))

    def length2(self) -> int:
        return self.x * self.x + self.y * self.y


def bank(rounds: int) -> tuple[int, int, int]:
    accounts: list[Account] = []
    for i in range(1, 11):
        if i % 3 == 0:
            accounts.append(Savings(f"owner{i}", 100, 50))
        else:
            accounts.append(Account(f"owner{i}", 100))
    refused = 0
    for i in range(1, rounds + 1):
        source = accounts[i * 7 % 10]
        target = accounts[i * 3 % 10]
        ok, error = source.withdraw(i % 40)
        if ok:
            target.deposit(i % 40)
        elif error:
            refused += 1
    total = entries = 0
    for account in accounts:
        total += account.balance
        entries += len(account.history)
    return total, entries, refused


def walk(rounds: int) -> tuple[int, int]:
    position = Vector(0, 0)
    step = Vector(1, 2)
    returns = 0
    for i in range(1, rounds + 1):
        position = position + step * (i % 3 - 1)
        if position == step:
            returns += 1
    return position.length2(), returns


def main() -> str:
    total, entries, refused = bank(9000)
    length, returns = walk(8000)
    return f"{total} {entries} {refused} {length} {returns}"
