"""Lua patterns as constants of the generated module, and their matches.

local word = source:match("^[%a_]+", i)     WORD = lua_pattern("[%a_]+")
                                            word = found[0] if (found := WORD.match(…)) else None
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.lua_patterns import LuaPattern
from wippyc.emit.build import (
    assign,
    attribute,
    call,
    constant,
    name,
    store,
    subscript,
    walrus,
)
from wippyc.emit.context import FunctionContext, ModuleContext

# Names of constants for what patterns often match.
_NAMES = {
    "%s+": "SPACES", "%s*": "SPACES", "%S+": "WORD", "%d+": "DIGITS", "%a+": "LETTERS",
    "%w+": "WORD", "[%w_]+": "WORD", "[%a_][%w_]*": "IDENTIFIER", "[^\n]+": "LINE",
    "[^,]+": "FIELD", "%x+": "HEXADECIMAL", "%p": "PUNCTUATION", "%-?%d+": "INTEGER",
}  # fmt: skip
# Names of constants for sets of characters.
_CLASS_NAMES = {
    "%s": "SPACE", "%S": "NO_SPACE", "%d": "DIGIT", "%D": "NO_DIGIT", "%a": "LETTER",
    "%w": "LETTER_OR_DIGIT", "[%w_]": "NAME_CHARACTER", "[%a_]": "NAME_START", "%p": "PUNCTUATION",
    "%x": "HEXADECIMAL", "%u": "CAPITAL", "%l": "SMALL_LETTER", "%c": "CONTROL",
}  # fmt: skip


def is_regular(pattern: LuaPattern) -> bool:
    """Whether the runtime certainly has a regular expression for a pattern."""
    return all(part.kind != "other" for part in pattern.parts)


def captures_texts(pattern: LuaPattern) -> bool:
    """Whether a pattern has a regular expression that captures the same, and no positions."""
    return is_regular(pattern) and not any(pattern.captures)


def pattern_constant(context: FunctionContext, pattern: str) -> ast.expr:
    """Use the module's constant for a Lua pattern."""
    constants = context.module.patterns
    if pattern not in constants:
        wanted = _NAMES.get(pattern.removeprefix("^").removesuffix("$"), "PATTERN")
        constants[pattern] = context.fresh_constant(wanted)
    context.imports.helper("lua_pattern")
    return name(constants[pattern])


def class_constant(context: FunctionContext, item: str) -> ast.expr:
    """Use the module's constant for the characters that a pattern's class has."""
    constants = context.module.character_classes
    if item not in constants:
        constants[item] = context.fresh_constant(_CLASS_NAMES.get(item, "CHARACTERS"))
    context.imports.helper("character_class")
    return name(constants[item])


def pattern_definitions(module: ModuleContext) -> list[ast.stmt]:
    """Return the assignments of all constants that were used."""
    return [
        assign(store(python_name), call(module.imports.helper(maker), [constant(pattern)]))
        for maker, constants in (
            ("lua_pattern", module.patterns),
            ("character_class", module.character_classes),
        )
        for pattern, python_name in constants.items()
    ]


def matching(
    context: FunctionContext, source: str, pattern: LuaPattern, arguments: list[ast.expr]
) -> ast.expr:
    """Emit the search for the first match: a Python match object or `None`.

    Args:
        context: The function.
        source: The pattern's text.
        pattern: The pattern.
        arguments: The subject, and the 0-based position to start at if it is not 0.
    """
    # Behind a position, `^` stands for that position and not for the beginning.
    method = "match" if pattern.is_anchored else "search"
    expression = pattern_constant(context, source.removeprefix("^"))
    return call(attribute(expression, method), arguments)


def held_match(context: FunctionContext, search: ast.expr) -> tuple[ast.expr, ast.expr]:
    """Return a search that keeps its match in a temporary, and the temporary."""
    if not context.match_name:
        context.match_name = context.names.fresh("found")
    return walrus(context.match_name, search), name(context.match_name)


def take_match(
    context: FunctionContext, arguments: ast.arguments, pattern: LuaPattern
) -> list[ast.stmt]:
    """Let a function have a match as its only parameter.

    Args:
        context: The function.
        arguments: Its parameters, which become one.
        pattern: What was matched.

    Returns:
        The statements that take the captures from the match.
    """
    used = context.module.mentions.in_function(context.function)
    found = context.names.fresh("found")
    taken: list[ast.stmt] = []
    for position, variable in enumerate(context.function.parameters):
        if variable in used:
            value = captured(pattern, name(found), position)
            taken.append(assign(store(arguments.args[position].arg), value))
    annotation = subscript(context.imports.standard("re", "Match"), name("str"))
    arguments.args = [ast.arg(arg=found, annotation=annotation)]
    arguments.defaults, arguments.vararg = [], None
    return taken


def captured(pattern: LuaPattern, match: ast.expr, position: int) -> ast.expr:
    """Emit what a match hands to a function at a position."""
    if not pattern.captures and position == 0:
        return subscript(match, constant(0))
    if position < len(pattern.captures):
        return subscript(match, constant(position + 1))
    return constant(None)
