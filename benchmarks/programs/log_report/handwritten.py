"""Parsing CSV with quotes and web-server log lines, and totals of both by groups."""

import math
import re
from typing import Any

LOG_LINE = re.compile(
    r'(\S+) \S+ \S+ \[\d+/[A-Za-z]+/\d+:(\d+):[^\]]+\] "([A-Z]+) (\S+)[^"]*" (\d+) (\S+)'
)
QUERY = re.compile(r"\?.*$", re.DOTALL)


def parse_line(line: str, separator: str = ",") -> list[str]:
    fields = []
    position = 0
    while True:
        if line.startswith('"', position):
            value = ""
            start = position + 1
            while True:
                quote = line.find('"', start)
                if quote < 0:
                    raise ValueError("unclosed quote")
                value += line[start:quote]
                start = quote + 1
                if not line.startswith('"', start):
                    break
                value += '"'
                start += 1
            fields.append(value)
            if not line.startswith(separator, start):
                return fields
            position = start + 1
        else:
            stop = line.find(separator, position)
            if stop < 0:
                fields.append(line[position:])
                return fields
            fields.append(line[position:stop])
            position = stop + 1


def parse(text: str) -> tuple[list[dict[str, str]], int]:
    rows = []
    errors = 0
    header: list[str] | None = None
    for line in text.split("\n"):
        if not line:
            continue
        try:
            fields = parse_line(line)
        except ValueError:
            errors += 1
            continue
        if header is None:
            header = fields
        else:
            rows.append(dict(zip(header, fields, strict=False)))
    return rows, errors


class Group:
    def __init__(self) -> None:
        self.count = 0
        self.sum = 0.0
        self.min = math.inf
        self.max = -math.inf


def group_by(rows: list[dict[str, str]], column: str, value: str) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for row in rows:
        key = row[column]
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group()
        try:
            number = float(row[value])
        except ValueError:
            continue
        group.count += 1
        group.sum += number
        if number < group.min:
            group.min = number
        if number > group.max:
            group.max = number
    return groups


class Path:
    def __init__(self, path: str) -> None:
        self.path = path
        self.hits = 0
        self.visitors: set[str] = set()
        self.methods: dict[str, int] = {}


class Stats:
    def __init__(self) -> None:
        self.total = 0
        self.bytes = 0
        self.skipped = 0
        self.status: dict[str, int] = {}
        self.paths: dict[str, Path] = {}
        self.hours: dict[str, int] = {}


def parse_log(lines: list[str]) -> Stats:
    stats = Stats()
    for line in lines:
        match = LOG_LINE.match(line)
        if match is None:
            stats.skipped += 1
            continue
        ip, hour, method, path, status, size = match.groups()
        path = QUERY.sub("", path)
        stats.total += 1
        if size.isdigit():
            stats.bytes += int(size)
        stats.status[status] = stats.status.get(status, 0) + 1
        stats.hours[hour] = stats.hours.get(hour, 0) + 1
        entry = stats.paths.get(path)
        if entry is None:
            entry = stats.paths[path] = Path(path)
        entry.hits += 1
        entry.visitors.add(ip)
        entry.methods[method] = entry.methods.get(method, 0) + 1
    return stats


def report(stats: Stats) -> str:
    entries = sorted(stats.paths.values(), key=lambda entry: (-entry.hits, entry.path))
    out = [f"{stats.total} requests, {stats.bytes} bytes, {stats.skipped} skipped"]
    for rank, e in enumerate(entries[:8], 1):
        posts: Any = e.methods.get("POST", "-")
        out.append(f"{rank:2d}. {e.path:<24} {e.hits:5d} {len(e.visitors):4d} {posts}")
    for status in sorted(stats.status):
        out.append(f"{status}: {stats.status[status]}")
    for hour in sorted(stats.hours):
        out.append(f"{hour}h {'#' * (stats.hours[hour] // 20)}")
    return "\n".join(out)


def sample_csv(count: int) -> str:
    lines = ["date,region,product,amount,note"]
    regions = ["north", "south", "east", "west"]
    for i in range(1, count + 1):
        note = '"said ""yes"", twice"' if i % 5 == 0 else '"broken' if i % 97 == 0 else ""
        fields = [
            f"2024-{i % 12 + 1:02d}-{i % 28 + 1:02d}",
            regions[i % 4],
            f'"product, {i % 9}"',
            str(i * 37 % 1000 / 4),
            note,
        ]
        lines.append(",".join(fields))
    return "\n".join(lines)


def sample_log(count: int) -> list[str]:
    lines = []
    paths = ["/", "/index.html", "/api/users?id=", "/api/orders?page=", "/static/app.js"]
    for i in range(1, count + 1):
        path = paths[i * i % len(paths)]
        if path.endswith("="):
            path += str(i)
        method = "POST" if i % 4 == 0 else "GET"
        status = 404 if i % 17 == 0 else 500 if i % 41 == 0 else 200
        size = "-" if i % 17 == 0 else str(i * 31 % 9000)
        line = (
            f"10.0.{i % 7}.{i * 13 % 50} - - "
            f"[{i % 28 + 1:02d}/Mar/2024:{i % 24:02d}:{i % 60:02d}:00 +0000] "
            f'"{method} {path} HTTP/1.1" {status} {size}'
        )
        lines.append(f"garbage {i}" if i % 100 == 0 else line)
    return lines


def main() -> str:
    rows, errors = parse(sample_csv(1000))
    out = [f"rows {len(rows)} errors {errors}"]
    for column in ("region", "product"):
        groups = group_by(rows, column, "amount")
        for key in sorted(groups):
            g = groups[key]
            average = g.sum / g.count
            numbers = f"sum={g.sum:.2f} min={g.min:.2f} max={g.max:.2f} avg={average:.3f}"
            out.append(f"{key}: n={g.count} {numbers}")
    out.append(report(parse_log(sample_log(2000))))
    return "\n".join(out)
