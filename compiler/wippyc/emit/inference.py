"""Tables for `annotation_check`: what a type checker knows of the runtime and of operators."""

from __future__ import annotations

from collections.abc import Mapping

from wippyc.emit.annotations import ANY_KIND, NO_KINDS, Kinds

_INT: Kinds = frozenset({"int"})
_FLOAT: Kinds = frozenset({"float"})
_STR: Kinds = frozenset({"str"})
_BOOL: Kinds = frozenset({"bool"})
_NONE: Kinds = frozenset({"None"})
_TABLE: Kinds = frozenset({"Table"})

# What functions of the runtime that generated code imports by name return, once awaited. All of
# them take `Any`.
HELPER_RESULTS: Mapping[str, Kinds] = {
    "give_metatable": ANY_KIND,
    **dict.fromkeys(
        ("aadd", "acall", "aconcat", "add", "adiv", "aeq", "aindex", "ainvoke", "ale", "alen",
         "alt", "amod", "amul", "apow_", "asetindex", "asub", "atostring", "aunm", "checked_list",
         "concat",
         "div", "first", "index", "indexable", "invoke", "length", "load_library", "mod", "mul",
         "pack_results", "pow_", "sub", "tail_call", "unm"),
        ANY_KIND,
    ),
    **dict.fromkeys(("age", "agt", "eq", "ge", "gt", "le", "lt", "same_type", "truthy"), _BOOL),
    **dict.fromkeys(("band", "bnot", "bor", "bxor", "idiv", "shl", "shr"), _INT),
    **dict.fromkeys(
        ("array", "indexed_array", "indexed_object", "lua_globals", "make_object", "make_table",
         "module_table"),
        _TABLE,
    ),
    "setindex": _NONE,
    **dict.fromkeys(("text_key", "tostring", "type_name"), _STR),
}  # fmt: skip

# The same for functions of the runtime's library modules.
LIBRARY_RESULTS: Mapping[str, Kinds] = {
    **dict.fromkeys(
        ("base.assert_", "base.error", "base.getmetatable", "base.rawget", "base.rawset",
         "base.select", "base.setmetatable", "base.tonumber", "string.byte", "string.find",
         "string.gsub", "string.match", "table.insert", "table.remove", "table.remove_element",
         "table.sort", "table.unpack", "channel.select"),
        ANY_KIND,
    ),
    **dict.fromkeys(
        ("base.tostring", "base.type_", "string.char", "string.lower", "string.rep",
         "string.reverse", "string.sub", "string.upper", "table.concat"),
        _STR,
    ),
    **dict.fromkeys(("math.type_",), _STR | _NONE),
    **dict.fromkeys(("base.rawequal", "math.ult", "table.isfrozen"), _BOOL),
    **dict.fromkeys(
        ("math.abs", "math.acos", "math.asin", "math.atan", "math.atan2", "math.ceil",
         "math.cos", "math.cosh", "math.deg", "math.exp", "math.floor", "math.fmod",
         "math.ldexp", "math.log", "math.log10", "math.max", "math.min", "math.mod",
         "math.pow_", "math.rad", "math.random", "math.sin", "math.sinh", "math.sqrt",
         "math.tan", "math.tanh", "os.clock_seconds", "os.difftime", "table.maxn"),
        _FLOAT,
    ),
    **dict.fromkeys(("os.time", "string.len", "table.getn"), _INT),
    "math.tointeger": _INT | _NONE,
    "table.append": _NONE,
    **dict.fromkeys(("table.create", "table.freeze"), _TABLE),
}  # fmt: skip

# What Python's own functions accept without a complaint, and return.
BUILTINS: Mapping[str, tuple[Kinds, Kinds]] = {
    "float": (frozenset({"int", "float", "bool", "str"}), _FLOAT),
    "int": (frozenset({"int", "float", "bool", "str"}), _INT),
    "ord": (_STR, _INT),
    "abs": (frozenset({"int", "float", "bool"}), NO_KINDS),
    "len": (frozenset({"str", "list", "dict", "Table"}), _INT),
    "max": (frozenset({"int", "float", "bool"}), NO_KINDS),
    "min": (frozenset({"int", "float", "bool"}), NO_KINDS),
    "list": (frozenset({"dict", "list", "Table", "Iterator"}), frozenset({"list"})),
    "range": (frozenset({"int", "bool"}), NO_KINDS),
    "str": (frozenset({"int", "float", "str", "bool", "None", "Table"}), _STR),
}

# Methods of `Table` that generated code calls: what they return. They take `Any`.
TABLE_METHODS: Mapping[str, Kinds] = {
    "append": _NONE,
    "elements": ANY_KIND,
    "entries": ANY_KIND,
    "get_raw": ANY_KIND,
    "is_empty": _BOOL,
    "items_in_order": ANY_KIND,
    "keys_in_order": ANY_KIND,
    "leading_values": ANY_KIND,
    "length": _INT,
    "set": _NONE,
}

# Methods of `list` that generated code calls: what they return. They take `Any`.
LIST_METHODS: Mapping[str, Kinds] = {
    "append": _NONE,
    "insert": _NONE,
    "pop": ANY_KIND,
    "sort": _NONE,
}

# Methods of `dict` that generated code calls.
MAP_METHODS = frozenset({"get", "items", "pop"})

# Methods of `str` that generated code calls: what they return. They take texts and positions.
STRING_METHODS: Mapping[str, Kinds] = {
    "find": _INT,
    **dict.fromkeys(("lstrip", "replace", "rstrip", "strip"), _STR),
}

# Methods of compiled patterns that take a text.
PATTERN_METHODS = frozenset({"match", "search", "sub", "subn"})
TEXT_ARGUMENTS: Kinds = frozenset({"str", "int", "bool"})

# What the target of a loop over a call gets.
ITERATORS: Mapping[str, tuple[Kinds, ...]] = {
    "checked_list": (ANY_KIND,),
    "enumerate": (_INT, ANY_KIND),
    "for_range": (_FLOAT,),
    "iter_entries": (ANY_KIND, ANY_KIND),
    "iter_ipairs": (_INT, ANY_KIND),
    "iter_keys": (ANY_KIND,),
    "iter_pairs": (ANY_KIND, ANY_KIND),
    "iter_values": (ANY_KIND,),
    "range": (_INT,),
}

# The same for methods of `Table`.
TABLE_ITERATORS: Mapping[str, tuple[Kinds, ...]] = {
    "checked_list": (ANY_KIND,),
    "elements": (ANY_KIND,),
    "entries": (ANY_KIND, ANY_KIND),
    "items": (_STR, ANY_KIND),
    "items_in_order": (ANY_KIND, ANY_KIND),
    "keys_in_order": (ANY_KIND,),
    "leading_values": (ANY_KIND,),
}

_NUMBERS = frozenset({"int", "float", "bool"})


def arithmetic_kind(operator: str, left: str, right: str) -> str | None:
    """Return the kind of `left operator right` in Python; `None` if a type checker refuses it.

    Args:
        operator: Name of the `ast` operator class.
        left: Kind of the left operand.
        right: Kind of the right operand.
    """
    if "Any" in (left, right):
        return "Any"
    if "?" in (left, right):
        return None
    if operator == "Add" and left == right == "str":
        return "str"
    if operator == "Mult" and {left, right} in ({"str", "int"}, {"str", "bool"}):
        return "str"
    if left not in _NUMBERS or right not in _NUMBERS:
        return None
    if operator == "Div":
        return "float"
    if operator in ("BitAnd", "BitOr", "BitXor", "LShift", "RShift"):
        return None if "float" in (left, right) else "int"
    if operator == "Pow":
        # Depends on the signs of both.
        return "?"
    if operator in ("Add", "Sub", "Mult", "FloorDiv", "Mod"):
        return "float" if "float" in (left, right) else "int"
    return None


def order_is_typed(left: str, right: str) -> bool:
    """Whether `<` between two kinds is accepted."""
    if "Any" in (left, right):
        return True
    return left == right == "str" or (left in _NUMBERS and right in _NUMBERS)


def kinds_overlap(left: Kinds, right: Kinds) -> bool:
    """Whether `==` between such values is accepted, however far tests have narrowed them."""
    if "Any" in left or "Any" in right:
        return True
    return all(
        one == other or (one in _NUMBERS and other in _NUMBERS)
        for one in left - {"None"}
        for other in right - {"None"}
    )


def is_assignable(kind: str, target: Kinds) -> bool:
    """Whether a value of a kind may be assigned to a variable of kinds."""
    if "Any" in target or kind == "Any" or kind in target:
        return kind != "?" or "Any" in target
    match kind:
        case "bool":
            return bool(target & {"int", "float"})
        case "int":
            return "float" in target
        case _:
            return False
