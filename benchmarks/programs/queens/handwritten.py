"""The queens problem: all solutions, by backtracking over free columns and diagonals."""


def solve(size: int) -> tuple[int, int]:
    columns = [False] * size
    rising = [False] * (2 * size)
    falling = [False] * (2 * size)
    board = [0] * size
    solutions = weight = 0

    def place(row: int) -> None:
        nonlocal solutions, weight
        if row == size:
            solutions += 1
            weight += (board[0] + 1) * (board[size - 1] + 1)
            return
        for column in range(size):
            up, down = row + column, row - column + size
            if not columns[column] and not rising[up] and not falling[down]:
                columns[column] = rising[up] = falling[down] = True
                board[row] = column
                place(row + 1)
                columns[column] = rising[up] = falling[down] = False

    place(0)
    return solutions, weight


def safe(board: list[int], row: int, column: int) -> bool:
    for previous in range(row):
        other = board[previous]
        if other == column or abs(other - column) == row - previous:
            return False
    return True


def first_solution(size: int, board: list[int], row: int) -> bool:
    if row == size:
        return True
    for column in range(size):
        if safe(board, row, column):
            board.append(column)
            if first_solution(size, board, row + 1):
                return True
            board.pop()
    return False


def main() -> str:
    solutions, weight = solve(7)
    board: list[int] = []
    first_solution(11, board, 0)
    return f"{solutions} {weight} {','.join(str(column + 1) for column in board)}"
