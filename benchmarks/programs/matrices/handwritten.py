"""Dense matrices: products, LU decomposition with pivoting, solving, determinants."""

from __future__ import annotations

from collections.abc import Callable


class Matrix:
    def __init__(
        self, rows: int, columns: int, fill: Callable[[int, int], float] | None = None
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.data = [[fill(i, j) if fill else 0.0 for j in range(columns)] for i in range(rows)]

    @staticmethod
    def identity(n: int) -> Matrix:
        return Matrix(n, n, lambda i, j: 1.0 if i == j else 0.0)

    def multiply(self, other: Matrix) -> Matrix:
        result = Matrix(self.rows, other.columns)
        values = other.data
        for row, target in zip(self.data, result.data, strict=True):
            for j in range(other.columns):
                total = 0.0
                for k in range(self.columns):
                    total += row[k] * values[k][j]
                target[j] = total
        return result

    def trace(self) -> float:
        return sum(self.data[i][i] for i in range(self.rows))

    def copy(self) -> Matrix:
        return Matrix(self.rows, self.columns, lambda i, j: self.data[i][j])


def decompose(a: list[list[float]], n: int) -> tuple[list[int], int] | None:
    order, sign = list(range(n)), 1
    for k in range(n):
        pivot, largest = k, abs(a[k][k])
        for i in range(k + 1, n):
            size = abs(a[i][k])
            if size > largest:
                pivot, largest = i, size
        if largest < 1e-12:
            return None
        if pivot != k:
            a[k], a[pivot] = a[pivot], a[k]
            order[k], order[pivot] = order[pivot], order[k]
            sign = -sign
        pivot_row = a[k]
        for i in range(k + 1, n):
            row = a[i]
            factor = row[k] / pivot_row[k]
            row[k] = factor
            for j in range(k + 1, n):
                row[j] -= factor * pivot_row[j]
    return order, sign


def solve(a: list[list[float]], n: int, order: list[int], b: list[float]) -> list[float]:
    x = [0.0] * n
    for i in range(n):
        row = a[i]
        total = b[order[i]]
        for j in range(i):
            total -= row[j] * x[j]
        x[i] = total
    for i in range(n - 1, -1, -1):
        row = a[i]
        total = x[i]
        for j in range(i + 1, n):
            total -= row[j] * x[j]
        x[i] = total / row[i]
    return x


def main() -> str:
    n = 36
    a = Matrix(n, n, lambda i, j: ((i + 1) * 7 + (j + 1) * 13) % 17 / 17 + (4 if i == j else 0))
    product = a.multiply(Matrix.identity(n)).multiply(a)
    trace = product.trace()

    lu = a.copy().data
    found = decompose(lu, n)
    if found is None:
        return "singular"
    order, sign = found
    determinant = float(sign)
    for i in range(n):
        determinant *= lu[i][i]
    b = [(i + 1) * 0.5 for i in range(n)]
    x = solve(lu, n, order, b)
    residual = 0.0
    for i in range(n):
        total = sum(value * factor for value, factor in zip(a.data[i], x, strict=True))
        residual += abs(total - b[i])
    fits = "true" if residual < 1e-9 else "false"
    return f"{trace:.6f} {determinant:.6e} {fits} {x[0] + x[-1]:.6f}"
