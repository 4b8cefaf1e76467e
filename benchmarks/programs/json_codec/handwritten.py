"""JSON: a decoder that walks the text by positions and an encoder with sorted keys."""

import re
from typing import Any, NoReturn

ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}
UNESCAPES = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}
LITERALS = {"t": ("true", True), "f": ("false", False)}
NUMBER = re.compile(r"-?\d+\.?\d*[eE]?[+-]?\d*")
SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\]')


class JsonError(Exception):
    def __init__(self, message: str, line: int, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.position = position


def fail(text: str, position: int, message: str) -> NoReturn:
    raise JsonError(message, text.count("\n", 0, position) + 1, position + 1)


def skip(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\n", "\t", "\r"):
        position += 1
    return position


def decode_string(text: str, position: int) -> tuple[str, int]:
    parts = []
    i = start = position + 1
    while i < len(text):
        c = text[i]
        if c == '"':
            parts.append(text[start:i])
            return "".join(parts), i + 1
        if c == "\\":
            parts.append(text[start:i])
            e = text[i + 1 : i + 2]
            if e == "u":
                try:
                    code = int(text[i + 2 : i + 6], 16)
                except ValueError:
                    fail(text, i, "bad unicode escape")
                parts.append(chr(code) if code < 128 else "?")
                i += 6
            else:
                plain = UNESCAPES.get(e)
                if plain is None:
                    fail(text, i, "bad escape")
                parts.append(plain)
                i += 2
            start = i
        else:
            i += 1
    fail(text, position, "unfinished string")


def decode_number(text: str, position: int) -> tuple[int | float, int]:
    match = NUMBER.match(text, position)
    if match is None:
        fail(text, position, "unexpected character")
    digits = match.group()
    try:
        number: int | float = int(digits)
    except ValueError:
        try:
            number = float(digits)
        except ValueError:
            fail(text, position, "bad number")
    return number, match.end()


def decode_array(text: str, position: int) -> tuple[list[Any], int]:
    result: list[Any] = []
    i = skip(text, position + 1)
    if text[i : i + 1] == "]":
        return result, i + 1
    while True:
        value, i = decode_value(text, i)
        result.append(value)
        i = skip(text, i)
        c = text[i : i + 1]
        if c == "]":
            return result, i + 1
        if c != ",":
            fail(text, i, "expected , or ]")
        i = skip(text, i + 1)


def decode_object(text: str, position: int) -> tuple[dict[str, Any], int]:
    result: dict[str, Any] = {}
    i = skip(text, position + 1)
    if text[i : i + 1] == "}":
        return result, i + 1
    while True:
        if text[i : i + 1] != '"':
            fail(text, i, "expected a key")
        key, i = decode_string(text, i)
        i = skip(text, i)
        if text[i : i + 1] != ":":
            fail(text, i, "expected :")
        result[key], i = decode_value(text, skip(text, i + 1))
        i = skip(text, i)
        c = text[i : i + 1]
        if c == "}":
            return result, i + 1
        if c != ",":
            fail(text, i, "expected , or }")
        i = skip(text, i + 1)


def decode_value(text: str, position: int) -> tuple[Any, int]:
    c = text[position : position + 1]
    if c == "{":
        return decode_object(text, position)
    if c == "[":
        return decode_array(text, position)
    if c == '"':
        return decode_string(text, position)
    literal = LITERALS.get(c)
    if literal is not None and text.startswith(literal[0], position):
        return literal[1], position + len(literal[0])
    return decode_number(text, position)


def decode(text: str) -> Any:
    value, position = decode_value(text, skip(text, 0))
    position = skip(text, position)
    if position < len(text):
        fail(text, position, "trailing text")
    return value


def escape(match: re.Match[str]) -> str:
    c = match.group()
    return ESCAPES.get(c) or f"\\u{ord(c):04x}"


def encode_string(text: str) -> str:
    return '"' + SPECIAL.sub(escape, text) + '"'


def encode(value: Any) -> str:
    if isinstance(value, dict):
        members = (f"{encode_string(key)}:{encode(value[key])}" for key in sorted(value))
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join([encode(item) for item in value]) + "]"
    if isinstance(value, str):
        return encode_string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    raise TypeError(f"cannot encode a {type(value).__name__}")


def sample(count: int) -> dict[str, Any]:
    users = [
        {
            "id": i,
            "name": f'User "{i}"',
            "email": f"user{i}@example.com",
            "active": i % 3 != 0,
            "score": i * 0.5 + 0.25,
            "tags": [f"a{i % 5}", "line\nbreak", f"tab\t{i}"],
            "address": {
                "street": f"{i} Main Street",
                "city": "Springfield",
                "position": [i * 3, -i],
            },
        }
        for i in range(1, count + 1)
    ]
    return {"users": users, "count": count, "version": "1.0"}


def main() -> str:
    text = encode(sample(80))
    for _ in range(2):
        text = encode(decode(text))
    failures = []
    for bad in ('{"a" 1}', "[1, 2", '{"a":\n"\\q"}', "[1] 2", '"\\u00zz"', "[-]"):
        try:
            decode(bad)
        except JsonError as error:
            failures.append(f"false {error.line}:{error.position} {error.message}")
    return f"{len(text)} {text[:200]}\n" + "\n".join(failures)
