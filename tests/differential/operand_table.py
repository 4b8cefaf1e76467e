"""Programs that apply every operator to every pair of operand types, reached in several ways.

The emitter specialises on what it knows of an operand, so each pair is tried with literals, typed
locals, unknown values, and variables that hold one of two types. Where Wippy's operator differs
from Lua 5.3 the reference side calls a model of it, written in Lua.
"""

from __future__ import annotations

from collections.abc import Iterator

# Operand name → Lua expression. `meta()` makes a table whose metamethods all answer.
OPERANDS: dict[str, str] = {
    "nil": "nil",
    "true": "true",
    "false": "false",
    "zero": "0",
    "int": "7",
    "negative": "-3",
    "wide": "9223372036854775807",
    "float": "2.5",
    "small_float": "-0.75",
    "integral": "4.0",
    "string": '"abc"',
    "numeric": '"10"',
    "hex": '"0x10"',
    "empty": '""',
    "table": "{}",
    "function": "print",
    "meta": "meta()",
}
# One operand of each type: enough for literals and for variables of two types.
KINDS = ("nil", "true", "int", "wide", "float", "string", "numeric", "table", "meta")
BINARY = (
    "+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>", "..", "==", "~=", "<", "<=",
    ">", ">=", "and", "or",
)  # fmt: skip
UNARY = ("-", "not ", "#", "~")
# Binary operators whose meaning differs from Lua 5.3, and the model the reference side calls.
MODELS = {
    "//": "model_idiv", "%": "model_mod", "&": "model_band", "|": "model_bor",
    "~": "model_bxor", "<<": "model_shl", ">>": "model_shr", "..": "model_concat",
    "==": "model_eq", "~=": "not model_eq", "<": "model_lt", "<=": "model_le",
    ">": "model_gt", ">=": "model_ge",
}  # fmt: skip
UNARY_MODELS = {"~": "model_bnot", "#": "model_len"}

COMMON = r"""
local function answer(name) return function(a, b) return name end end
local META = {}
for _, event in ipairs({"add", "sub", "mul", "div", "mod", "pow", "unm", "concat", "len",
                        "index", "call"}) do
  META["__" .. event] = answer(event)
end
META.__eq = function() return true end
META.__lt = function() return true end
META.__le = function() return false end
local function meta() return setmetatable({}, META) end
local function try(name, f, ...)
  local ok, value = pcall(f, ...)
  if ok then out(name, type(value), value) else out(name, "error") end
end
"""

REFERENCE_MODELS = r"""
local function is_number(x) return math.type(x) ~= nil end
local function whole(x)
  if math.type(x) == "integer" then return x end
  if x >= -2^63 and x < 2^63 then
    local towards_zero = x < 0 and math.ceil(x) or math.floor(x)
    return math.tointeger(towards_zero)
  end
  return math.mininteger
end
local function wholes(a, b)
  if not is_number(a) or not is_number(b) then error("not numbers") end
  return whole(a), whole(b)
end
local function model_idiv(a, b)
  a, b = wholes(a, b)
  if b == 0 then error("attempt to divide by zero") end
  return a // b
end
local function model_mod(a, b)
  local x, y = tonumber(a), tonumber(b)
  if x and y and y == 0 then return 0/0 end
  return a % b
end
local function model_band(a, b) a, b = wholes(a, b) return a & b end
local function model_bor(a, b) a, b = wholes(a, b) return a | b end
local function model_bxor(a, b) a, b = wholes(a, b) return a ~ b end
local function model_bnot(a) a = wholes(a, 0) return ~a end
local function shift_left(a, n)
  if n >= 64 or n <= -64 then return 0 end
  if n >= 0 then return a << n end
  return a // (1 << -n > 0 and 1 << -n or math.mininteger) * (1 << -n > 0 and 1 or -1)
end
local function model_shl(a, b) a, b = wholes(a, b) return shift_left(a, b) end
local function model_shr(a, b)
  a, b = wholes(a, b)
  if b == math.mininteger then return 0 end
  return shift_left(a, -b)
end
local function shared(a, b, event)
  if type(a) ~= "table" or type(b) ~= "table" then return false end
  local x, y = getmetatable(a), getmetatable(b)
  return x ~= nil and y ~= nil and x[event] ~= nil and rawequal(x[event], y[event])
end
local function model_eq(a, b)
  if shared(a, b, "__eq") then return a == b end
  return rawequal(a, b)
end
local function ordered(a, b, event)
  local x, y = math.type(a) and "number" or type(a), math.type(b) and "number" or type(b)
  if not (x == y and (x == "number" or x == "string")) and not shared(a, b, event) then
    error("attempt to compare")
  end
end
local function model_lt(a, b) ordered(a, b, "__lt") return a < b end
local function model_le(a, b) ordered(a, b, "__le") return a <= b end
local function model_gt(a, b) ordered(a, b, "__lt") return a > b end
local function model_ge(a, b) ordered(a, b, "__le") return a >= b end
local function text(x)
  if math.type(x) == "float" and x == math.floor(x) then return string.format("%d", x) end
  return x
end
local function model_concat(a, b) return text(a) .. text(b) end
local function model_len(a) return #a end
"""


def _apply(operator: str, left: str, right: str, *, is_reference: bool) -> str:
    model = MODELS.get(operator) if is_reference else None
    return f"{model}({left}, {right})" if model else f"{left} {operator} {right}"


def _apply_unary(operator: str, operand: str, *, is_reference: bool) -> str:
    model = UNARY_MODELS.get(operator) if is_reference else None
    return f"{model}({operand})" if model else f"{operator}{operand}"


def _values() -> str:
    pairs = ", ".join(f'{{"{name}", {text}}}' for name, text in OPERANDS.items())
    return f"local VALUES = {{{pairs}}}\n"


def _unknown_pairs(operator: str, is_reference: bool) -> Iterator[str]:
    body = _apply(operator, "a", "b", is_reference=is_reference)
    yield (
        "  for _, x in ipairs(VALUES) do for _, y in ipairs(VALUES) do"
        f" try(x[1] .. ' {operator} ' .. y[1], function(a, b) return {body} end, x[2], y[2])"
        " end end"
    )
    condition = _apply(operator, "a", "b", is_reference=is_reference)
    yield (
        "  for _, x in ipairs(VALUES) do for _, y in ipairs(VALUES) do"
        f" try(x[1] .. ' if {operator} ' .. y[1],"
        f" function(a, b) if {condition} then return 1 else return 2 end end, x[2], y[2])"
        " end end"
    )


def _half_known(operator: str, is_reference: bool) -> Iterator[str]:
    for name, text in OPERANDS.items():
        left = _apply(operator, text, "b", is_reference=is_reference)
        right = _apply(operator, "b", text, is_reference=is_reference)
        yield (
            "  for _, y in ipairs(VALUES) do"
            f" try('{name} {operator} ' .. y[1], function(b) return {left} end, y[2])"
            f" try(y[1] .. ' {operator} {name}', function(b) return {right} end, y[2])"
            " end"
        )


def _known_pairs(operator: str, is_reference: bool) -> Iterator[str]:
    for left_name, left in OPERANDS.items():
        for right_name, right in OPERANDS.items():
            literal = _apply(operator, f"({left})", f"({right})", is_reference=is_reference)
            local = _apply(operator, "a", "b", is_reference=is_reference)
            name = f"{left_name} {operator} {right_name}"
            if left_name in KINDS and right_name in KINDS:
                yield f"  try('literal {name}', function() return {literal} end)"
            yield (
                f"  try('local {name}', function() local a, b = {left}, {right} return {local} end)"
            )


def _either(operator: str, is_reference: bool) -> Iterator[str]:
    """Variables that hold one of two types, decided by an unknown flag."""
    for position, first in enumerate(KINDS):
        for second in KINDS[position + 1 :]:
            both = _apply(operator, "a", "a", is_reference=is_reference)
            with_int = _apply(operator, "a", "2", is_reference=is_reference)
            int_with = _apply(operator, "3", "a", is_reference=is_reference)
            for expression in (both, with_int, int_with):
                yield (
                    "  for _, flag in ipairs({true, false}) do"
                    f" try('{first}/{second} {operator}', function()"
                    f" local a = {OPERANDS[first]} if flag then a = {OPERANDS[second]} end"
                    f" return {expression} end) end"
                )


def _program(lines: Iterator[str], is_reference: bool) -> str:
    # Functions of limited length: Lua allows 200 locals and 255 registers, but long bodies are slow
    # to analyse on neither side.
    body = list(lines)
    parts = [body[start : start + 120] for start in range(0, len(body), 120)]
    functions = "\n".join(
        f"local function part{number}()\n" + "\n".join(part) + "\nend"
        for number, part in enumerate(parts)
    )
    calls = "\n".join(f"  part{number}()" for number in range(len(parts)))
    models = REFERENCE_MODELS if is_reference else ""
    return (
        f"{COMMON}{models}{_values()}{functions}\n"
        f"local function main()\n{calls}\nend\nreturn {{ main = main }}\n"
    )


def binary_program(operator: str, *, is_reference: bool) -> str:
    """Return the program that tries a binary operator on all pairs."""

    def lines() -> Iterator[str]:
        for make in (_unknown_pairs, _half_known, _known_pairs, _either):
            yield from make(operator, is_reference)

    return _program(lines(), is_reference)


def unary_program(operator: str, *, is_reference: bool) -> str:
    """Return the program that tries a unary operator on all operands."""

    def lines() -> Iterator[str]:
        shown = operator.strip()
        body = _apply_unary(operator, "a", is_reference=is_reference)
        yield (
            "  for _, x in ipairs(VALUES) do"
            f" try('{shown}' .. x[1], function(a) return {body} end, x[2]) end"
        )
        for name, text in OPERANDS.items():
            literal = _apply_unary(operator, f"({text})", is_reference=is_reference)
            yield f"  try('literal {shown} {name}', function() return {literal} end)"
            yield f"  try('local {shown} {name}', function() local a = {text} return {body} end)"
            for other_name, other in OPERANDS.items():
                if other_name != name:
                    yield (
                        "  for _, flag in ipairs({true, false}) do"
                        f" try('{name}/{other_name} {shown}', function()"
                        f" local a = {text} if flag then a = {other} end"
                        f" return {body} end) end"
                    )

    return _program(lines(), is_reference)
