"""Trees as they come from JSON: copy, merge, look up paths, compare, write as text."""

from typing import Any


def build(depth: int, width: int, seed: int) -> dict[str, Any]:
    if depth == 0:
        return {"value": seed, "label": f"leaf{seed % 17}", "active": seed % 2 == 0}
    children = []
    for i in range(1, width + 1):
        children.append(build(depth - 1, width, seed * width + i))
    return {"name": f"node{seed}", "depth": depth, "children": children, "tags": ["a", "b"]}


def deep_copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: deep_copy(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [deep_copy(inner) for inner in value]
    return value


def equal(a: Any, b: Any) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if not isinstance(a, dict):
        return bool(a == b)
    for key, value in a.items():
        if not equal(value, b.get(key)):
            return False
    return all(a.get(key) is not None for key in b)


def get_path(tree: Any, path: list[str | int]) -> Any:
    current: Any = tree
    for key in path:
        if type(current) not in (dict, list):
            return None
        current = current[key]
    return current


def encode(value: Any, out: list[str]) -> None:
    if isinstance(value, list):
        out.append("[")
        for i, item in enumerate(value):
            if i > 0:
                out.append(",")
            encode(item, out)
        out.append("]")
    elif isinstance(value, dict):
        out.append("{")
        for i, key in enumerate(sorted(value)):
            if i > 0:
                out.append(",")
            out.append(f'"{key}":')
            encode(value[key], out)
        out.append("}")
    elif isinstance(value, str):
        out.append(f'"{value}"')
    elif isinstance(value, bool):
        out.append("true" if value else "false")
    else:
        out.append(str(value))


def sum_values(node: dict[str, Any]) -> int:
    children = node.get("children")
    if children:
        total = 0
        for child in children:
            total += sum_values(child)
        return total
    if node["active"]:
        value: int = node["value"]
        return value
    return 0


def main() -> str:
    tree = build(4, 4, 1)
    copy = deep_copy(tree)
    same = equal(tree, copy)
    leaf = get_path(copy, ["children", 1, "children", 2, "children", 0, "children", 3])
    leaf["value"] += 1
    changed = equal(tree, copy)
    out: list[str] = []
    encode(copy, out)
    text = "".join(out)
    answers = f"{str(same).lower()} {str(changed).lower()}"
    return f"{answers} {sum_values(tree)} {sum_values(copy)} {len(text)} {text[:40]}"
