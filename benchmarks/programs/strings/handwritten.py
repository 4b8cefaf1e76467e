"""String building and patterns: CSV, templates, tokens, slugs, hexadecimal."""

import re
from typing import Any

FIELD = re.compile(r"{{([A-Za-z0-9]+)}}")
SPACE = re.compile(r"\s+")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NUMBER = re.compile(r"[0-9]+")
NOT_WORD = re.compile(r"[^A-Za-z0-9]+")


def split(line: str, separator: str) -> list[str]:
    fields = []
    start = 0
    while True:
        at = line.find(separator, start)
        if at < 0:
            fields.append(line[start:])
            return fields
        fields.append(line[start:at])
        start = at + 1


def trim(text: str) -> str:
    return text.strip()


def render(template: str, values: dict[str, Any]) -> str:
    return FIELD.sub(lambda found: str(values.get(found[1], "")), template)


def tokens(source: str) -> dict[str, int]:
    counts = {"name": 0, "number": 0, "operator": 0}
    position = 0
    while position < len(source):
        if found := SPACE.match(source, position):
            position = found.end()
        elif found := WORD.match(source, position):
            counts["name"] += 1
            position = found.end()
        elif found := NUMBER.match(source, position):
            counts["number"] += 1
            position = found.end()
        else:
            counts["operator"] += 1
            position += 1
    return counts


def slug(title: str) -> str:
    return NOT_WORD.sub("-", title.lower()).removeprefix("-").removesuffix("-")


def hexadecimal(text: str) -> str:
    parts = []
    for character in text:
        parts.append(f"{ord(character):02x}")
    return "".join(parts)


def reverse_words(text: str) -> str:
    words: list[str] = []
    for word in text.split():
        words.insert(0, word)
    return " ".join(words)


def main() -> str:
    lines = []
    for i in range(1, 201):
        lines.append(f"  id{i}, name {i} ,street {i * 7},city")
    text = "\n".join(lines)

    cells = size = 0
    for line in text.split("\n"):
        for field in split(line, ","):
            cells += 1
            size += len(trim(field))

    rendered = 0
    for i in range(1, 301):
        values = {"name": "Ann", "id": i, "total": i * 3}
        rendered += len(render("Dear {{name}}, order {{id}} costs {{total}}.", values))

    counts = {"name": 0, "number": 0, "operator": 0}
    for _ in range(20):
        counts = tokens("local total = price * 42 + tax_rate * (amount - 7) -- sum of 3 items")
    long = ""
    for i in range(1, 501):
        long += f"{i};"
    digest = hexadecimal(slug("Hello, World! This is -- a Title (2nd edition)"))
    kinds = f"{counts['name']}/{counts['number']}/{counts['operator']}"
    words = reverse_words("the quick brown fox jumps")
    return f"{cells} {size} {rendered} {kinds} {len(long)} {digest} {words}"
