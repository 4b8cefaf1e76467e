"""The Mandelbrot set as text, and how often it escapes."""


def escape_time(cx: float, cy: float, limit: int) -> int:
    x = y = 0.0
    for i in range(1, limit + 1):
        x2, y2 = x * x, y * y
        if x2 + y2 > 4.0:
            return i
        y = 2.0 * x * y + cy
        x = x2 - y2 + cx
    return limit


def main() -> str:
    width, height, limit = 60, 40, 60
    rows = []
    total = 0
    for row in range(height):
        line = []
        for column in range(width):
            cx = -2.2 + 3.2 * column / width
            cy = -1.2 + 2.4 * row / height
            steps = escape_time(cx, cy, limit)
            total += steps
            if steps == limit:
                line.append("*")
            elif steps > 6:
                line.append(".")
            else:
                line.append(" ")
        rows.append("".join(line))
    return f"{total}\n" + "\n".join(rows)
