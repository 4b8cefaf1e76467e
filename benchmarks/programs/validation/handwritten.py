"""A validation library: schemas are values, validators are closures, errors carry paths."""

import math
import re
from collections.abc import Callable
from typing import Any

Errors = list[tuple[str, str]]
Validator = Callable[[Any, str, Errors], Any]

NAMES = {str: "string", bool: "boolean", int: "number", float: "number", type(None): "nil"}


def type_name(value: Any) -> str:
    return NAMES.get(type(value), "table")


def join(path: str, key: str | int) -> str:
    if path == "":
        return str(key)
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}"


def string(
    minimum: int | None = None,
    maximum: int | None = None,
    pattern: str | None = None,
    trim: bool = False,
) -> Validator:
    regex = re.compile(pattern) if pattern else None

    def validate(value: Any, path: str, errors: Errors) -> str | None:
        if not isinstance(value, str):
            errors.append((path, f"expected string, got {type_name(value)}"))
            return None
        if minimum is not None and len(value) < minimum:
            errors.append((path, f"shorter than {minimum}"))
        if maximum is not None and len(value) > maximum:
            errors.append((path, f"longer than {maximum}"))
        if regex is not None and not regex.fullmatch(value):
            errors.append((path, "does not match"))
        return value.strip() if trim else value

    return validate


def number(
    minimum: int | None = None,
    maximum: int | None = None,
    integer: bool = False,
    convert: bool = False,
) -> Validator:
    def validate(value: Any, path: str, errors: Errors) -> Any:
        if convert and isinstance(value, str):
            try:
                value = int(value)
            except ValueError:
                value = None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            errors.append((path, f"expected number, got {type_name(value)}"))
            return None
        if integer and not isinstance(value, int):
            errors.append((path, "expected an integer"))
        if minimum is not None and value < minimum:
            errors.append((path, f"less than {minimum}"))
        elif maximum is not None and value > maximum:
            errors.append((path, f"greater than {maximum}"))
        return value

    return validate


def boolean() -> Validator:
    def validate(value: Any, path: str, errors: Errors) -> bool | None:
        if not isinstance(value, bool):
            errors.append((path, f"expected boolean, got {type_name(value)}"))
            return None
        return value

    return validate


def enum(*names: str) -> Validator:
    allowed = set(names)

    def validate(value: Any, path: str, errors: Errors) -> str | None:
        if value not in allowed:
            errors.append((path, "expected one of " + ", ".join(names)))
            return None
        found: str = value
        return found

    return validate


def optional(validator: Validator, default: Any = None) -> Validator:
    def validate(value: Any, path: str, errors: Errors) -> Any:
        if value is None:
            return default
        return validator(value, path, errors)

    return validate


def array(validator: Validator, maximum: float = math.inf) -> Validator:
    def validate(value: Any, path: str, errors: Errors) -> list[Any] | None:
        if not isinstance(value, list):
            errors.append((path, f"expected array, got {type_name(value)}"))
            return None
        if len(value) > maximum:
            errors.append((path, f"more than {maximum} items"))
        return [validator(item, join(path, i), errors) for i, item in enumerate(value, 1)]

    return validate


def object_(fields: dict[str, Validator], strict: bool = False) -> Validator:
    names = sorted(fields)

    def validate(value: Any, path: str, errors: Errors) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            errors.append((path, f"expected object, got {type_name(value)}"))
            return None
        result = {name: fields[name](value.get(name), join(path, name), errors) for name in names}
        if strict:
            for key in sorted(key for key in value if key not in fields):
                errors.append((join(path, key), "unknown field"))
        return result

    return validate


Check = Callable[[Any], str | None]


def check(validator: Validator, *checks: Check) -> Validator:
    def validate(value: Any, path: str, errors: Errors) -> Any:
        before = len(errors)
        result = validator(value, path, errors)
        if len(errors) > before:
            return result
        for each in checks:
            message = each(result)
            if message is not None:
                errors.append((path, message))
        return result

    return validate


def validate(validator: Validator, value: Any) -> tuple[Any, Errors]:
    errors: Errors = []
    result = validator(value, "", errors)
    return (None if errors else result), errors


def has_items(value: dict[str, Any]) -> str | None:
    return None if value["items"] else "no items"


def is_affordable(value: dict[str, Any]) -> str | None:
    total = 0
    for item in value["items"]:
        total += item["quantity"] * item["price"]
    return None if total <= 20000 else f"total too large: {total}"


address = object_(
    {
        "street": string(minimum=1, trim=True),
        "city": string(minimum=2, maximum=20),
        "zip": string(pattern=r"\d\d\d\d\d"),
        "country": optional(enum("DE", "US", "FR"), "US"),
    }
)

order = check(
    object_(
        {
            "id": number(integer=True, minimum=1),
            "email": string(pattern=r"[A-Za-z0-9.]+@[A-Za-z0-9.]+\.[A-Za-z]+"),
            "express": optional(boolean(), False),
            "shipping": address,
            "billing": optional(address),
            "items": array(
                object_(
                    {
                        "sku": string(minimum=3, maximum=12),
                        "quantity": number(integer=True, minimum=1, maximum=99, convert=True),
                        "price": number(minimum=0),
                    },
                    strict=True,
                ),
                maximum=5,
            ),
        }
    ),
    has_items,
    is_affordable,
)


def sample(i: int) -> dict[str, Any]:
    items: list[dict[str, Any]] = [
        {"sku": f"sku-{i * j}", "quantity": str(j) if j % 2 == 0 else j, "price": i * j % 500}
        for j in range(1, i % 7 + 1)
    ]
    if i % 11 == 0 and items:
        items[0]["colour"] = "red"
        items[0]["quantity"] = 1.5
    if i % 40 == 0:
        items[:1] = [{"sku": "bulk", "quantity": 99, "price": 900}]
    billing = {"street": "", "city": "Bonn", "zip": "123", "country": "UK"}
    return {
        "id": -i if i % 13 == 0 else i,
        "email": "nobody" if i % 9 == 0 else f"user.{i}@example.com",
        "express": True if i % 5 == 0 else None,
        "shipping": {
            "street": f"  Main {i} ",
            "city": "X" if i % 17 == 0 else "Berlin",
            "zip": str(10000 + i),
            "country": "DE" if i % 3 == 0 else None,
        },
        "billing": billing if i % 4 == 0 else None,
        "items": "none" if i % 23 == 0 else items,
    }


def main() -> str:
    valid = total = 0
    messages: dict[str, int] = {}
    for i in range(1, 1001):
        result, errors = validate(order, sample(i))
        if result is not None:
            valid += 1
            total += len(result["items"]) + len(result["shipping"]["street"])
        for path, message in errors:
            key = f"{path}: {message}"
            messages[key] = messages.get(key, 0) + 1
    lines = [f"valid {valid} total {total}"]
    for key in sorted(messages):
        lines.append(f"{key} x{messages[key]}")
    return "\n".join(lines)
