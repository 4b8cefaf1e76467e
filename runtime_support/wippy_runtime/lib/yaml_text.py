"""How a text is written in YAML: plain where that is unambiguous, else quoted or as a block."""

from __future__ import annotations

import json
import re

from .yaml_loader import GoLoader

_PLAIN_FORBIDDEN_START = "-?:,[]{}#&*!|>'\"%@` \t"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
# Words that YAML 1.1 readers take for booleans; Go quotes them for their sake.
_OLD_BOOLEANS = re.compile(r"(?:y|n|yes|no|on|off)", re.IGNORECASE)
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")


def scalar_text(text: str, indent: int) -> str:
    """Return a text as a YAML scalar.

    Args:
        text: Unicode text.
        indent: Indentation of the lines of a block; 0 where a block is impossible (keys).
    """
    if "\n" in text and indent and not _UNPRINTABLE.search(text) and text.strip("\n"):
        return _block(text, indent)
    if _is_plain(text):
        return text
    if _needs_escapes(text) or _is_ambiguous(text):
        return _UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _is_ambiguous(text: str) -> bool:
    """Tell whether a reader would take the plain text for something else than a text."""
    if _OLD_BOOLEANS.fullmatch(text) or _BASE_60.fullmatch(text):
        return True
    candidates = GoLoader.yaml_implicit_resolvers.get(text[:1], [])
    return text == "" or any(pattern.match(text) for _, pattern in candidates)


def _needs_escapes(text: str) -> bool:
    return "\n" in text or "\t" in text or _UNPRINTABLE.search(text) is not None


def _is_plain(text: str) -> bool:
    if not text or text != text.strip() or _needs_escapes(text) or _is_ambiguous(text):
        return False
    if text[0] in _PLAIN_FORBIDDEN_START and not (
        text[0] in "-?:" and len(text) > 1 and text[1] not in " \t"
    ):
        return False
    if text.startswith(("---", "...")):
        return False
    return ": " not in text and " #" not in text and not text.endswith(":")


def _block(text: str, indent: int) -> str:
    body = text.rstrip("\n")
    ending = len(text) - len(body)
    chomping = {0: "-", 1: ""}.get(ending, "+")
    hint = str(indent) if body[0] in " \n" else ""
    pad = " " * indent
    lines = [pad + line if line else "" for line in body.split("\n")]
    lines += [""] * (ending - 1 if ending > 1 else 0)
    return "\n".join([f"|{hint}{chomping}", *lines])
