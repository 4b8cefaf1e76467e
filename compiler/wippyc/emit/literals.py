"""String literals: byte strings as Python text."""

from __future__ import annotations

_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
}  # fmt: skip


def bytes_literal_text(value: str) -> str:
    """Return a Python literal of a byte string held as Latin-1 text, in double quotes."""
    if value.isascii() and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    pieces = ['"']
    for char in value:
        if char in _ESCAPES:
            pieces.append(_ESCAPES[char])
        elif " " <= char <= "~":
            pieces.append(char)
        elif ord(char) < 256:
            pieces.append(f"\\x{ord(char):02x}")
        else:
            # Names and IDs from YAML may hold any character.
            pieces.append(f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}")
    pieces.append('"')
    return "".join(pieces)
