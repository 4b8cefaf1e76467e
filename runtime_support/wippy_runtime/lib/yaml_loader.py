"""A YAML loader with the types of Go's `yaml.v3`: the core schema of YAML 1.2, and timestamps."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.constructor import ConstructorError


class GoLoader(yaml.SafeLoader):
    """Loads plain data; `yes`, `no`, `on` and `off` are strings, `0o17` is octal."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - a class table, as its base class declares it


_RESOLVERS: tuple[tuple[str, str, str], ...] = (
    ("tag:yaml.org,2002:bool", r"(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    (
        "tag:yaml.org,2002:int",
        r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)",
        "-+0123456789",
    ),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+0123456789.",
    ),
    ("tag:yaml.org,2002:merge", r"<<", "<"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", "~nN\0"),
    (
        "tag:yaml.org,2002:timestamp",
        r"\d{4}-\d{2}-\d{2}|\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}"
        r"(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::?\d{2})?))?",
        "0123456789",
    ),
)
for _tag, _pattern, _first in _RESOLVERS:
    GoLoader.add_implicit_resolver(
        _tag, re.compile(rf"^(?:{_pattern})$"), list(_first) + [""] * ("null" in _tag)
    )


def _integer(loader: GoLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node)).replace("_", "")
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-").lower()
    for prefix, base in (("0x", 16), ("0o", 8), ("0b", 2)):
        if digits.startswith(prefix):
            return sign * int(digits[2:], base)
    if len(digits) > 1 and digits.startswith("0"):
        return sign * int(digits, 8)
    return sign * int(digits)


def _mapping(loader: GoLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        try:
            is_new = key not in found
        except TypeError:
            raise ConstructorError(None, None, "invalid map key", key_node.start_mark) from None
        if not is_new:
            raise ConstructorError(
                None, None, f"mapping key {key!r} already defined", key_node.start_mark
            )
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _unknown(loader: GoLoader, _suffix: str, node: yaml.Node) -> Any:
    """Ignore tags of the application's own, as Go does for values without a type."""
    match node:
        case yaml.ScalarNode():
            return loader.construct_scalar(node)
        case yaml.SequenceNode():
            return loader.construct_sequence(node, deep=True)
        case yaml.MappingNode():
            return _mapping(loader, node)
    return None


GoLoader.add_constructor("tag:yaml.org,2002:int", _integer)
GoLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
GoLoader.add_multi_constructor("!", _unknown)
