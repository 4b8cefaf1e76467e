"""Operators and statements of other languages, and what to write instead."""

from __future__ import annotations

from wippyc.diagnostics.model import Diagnostic
from wippyc.lua import rules
from wippyc.lua.cursor import Cursor, SyntaxFailure
from wippyc.lua.lexer import END_OF_FILE, NAME, STRING, Tokens

_COMPOUND_OPERATORS = frozenset(("+", "-", "*", "/", "//", "%", "^", "..", "|", "&", "<<", ">>"))

_FOREIGN_STATEMENTS: dict[str, str] = {
    "elif": "Write `elseif`.",
    "elsif": "Write `elseif`.",
    "var": "Declare variables with `local`.",
    "let": "Declare variables with `local`.",
    "const": "Declare variables with `local`.",
    "def": "Write `function name(…) … end`.",
    "func": "Write `function name(…) … end`.",
    "fn": "Write `function name(…) … end`.",
    "switch": "Use `if … elseif … else … end`.",
    "try": "Use `pcall`.",
    "throw": "Use `error(…)`.",
    "raise": "Use `error(…)`.",
    "import": "Use `local name = require(…)`.",
    "export": "Return a table of what the file exports.",
    "async": "Drop it: functions may yield without being marked.",
    "await": "Drop it: calls wait without being marked.",
    "foreach": "Use `for key, value in pairs(t) do … end`.",
    "enum": "Wippy has no enums; use a union of string literals.",
    "class": "Make a table of methods, and objects with `setmetatable`.",
    "from": "Use `local name = require(…)`.",
    "except": "Use `pcall`.",
    "catch": "Use `pcall`.",
}

_WRITE_FUNCTION = "Write `function(x) … end`."
# Two tokens without a gap that are one operator elsewhere.
_FOREIGN_OPERATORS: dict[tuple[str, str], str] = {
    ("==", "="): "Write `==`.",
    ("~=", "="): "Write `~=`.",
    ("<", ">"): "Write `~=`.",
    ("*", "*"): "Write `^`.",
    ("=", ">"): _WRITE_FUNCTION,
    (":", "="): "Write `local x = …` for a new variable, `x = …` for another value.",
}
_FOREIGN_COMPARISONS: dict[str, str] = {
    ">": "Write `>=`.",
    "<": "Write `<=`.",
    "!": "Write `~=`.",
}
_AFTER_QUESTION: dict[str, str] = {"?": "Write `or`.", ".": "Write `t and t.field`."}
_FOREIGN_COMMENTS: dict[str, str] = {
    "//": "Write `-- …`.",
    "/*": "Write `--[[ … ]]`.",
    "#": "Write `-- …`.",
}


def foreign_operator(cursor: Cursor, at: int) -> SyntaxFailure | None:
    """Return the error for an operator of another language that ends with token `at`."""
    pair = (cursor.kinds[at - 1], cursor.kinds[at])
    if at == 0 or pair not in _FOREIGN_OPERATORS or not cursor.touches(at):
        return None
    return SyntaxFailure(
        Diagnostic(
            rule=rules.FOREIGN_SYNTAX,
            message=f"Lua has no `{''.join(pair)}`",
            span=cursor.tokens.span(at - 1, at),
            hint=_FOREIGN_OPERATORS[pair],
        )
    )


def foreign_comparison(cursor: Cursor) -> bool:
    """Report `=>`, `=<` or `=!` in a condition and move past it; return whether it stood here."""
    at = cursor.at
    second = cursor.kinds[at + 1]
    if second not in _FOREIGN_COMPARISONS or not cursor.touches(at + 1):
        return False
    cursor.report(
        rules.FOREIGN_SYNTAX,
        f"Lua has no `={second}`",
        cursor.tokens.span(at, at + 1),
        hint=_FOREIGN_COMPARISONS[second],
    )
    cursor.at = at + 2
    return True


def foreign_comment(cursor: Cursor) -> SyntaxFailure | None:
    """Return the error for a comment of another language, and move to its end."""
    at = cursor.at
    kinds, tokens = cursor.kinds, cursor.tokens
    mark = kinds[at]
    if mark == "/" and kinds[at + 1] == "*" and cursor.touches(at + 1):
        mark = "/*"
    if mark not in _FOREIGN_COMMENTS:
        return None
    failure = cursor.failure(
        f"`{mark}` does not start a comment in Lua",
        rule=rules.FOREIGN_SYNTAX,
        hint=_FOREIGN_COMMENTS[mark],
    )
    stop = -1
    if mark == "/*":
        stop = tokens.source.text.find("*/", tokens.starts[at])
    if stop < 0:
        stop = tokens.source.text.find("\n", tokens.starts[at])
    while kinds[cursor.at + 1] != END_OF_FILE and tokens.starts[cursor.at + 1] < stop + 2:
        cursor.at += 1
    return failure


def foreign_statement(cursor: Cursor) -> SyntaxFailure | None:
    """Return an error if a statement starts with a word of another language."""
    at = cursor.at
    word = cursor.text(at)
    if word == "continue":
        return cursor.failure(
            "Lua has no `continue`",
            rule=rules.FOREIGN_SYNTAX,
            hint="Use `goto continue` with a label `::continue::` at the end of the loop.",
        )
    follower = cursor.kinds[at + 1]
    if word in _FOREIGN_STATEMENTS and follower in (NAME, "{", "function", STRING):
        return cursor.failure(
            f"Lua has no `{word}`", rule=rules.FOREIGN_SYNTAX, hint=_FOREIGN_STATEMENTS[word]
        )
    return None


def braced_interface(cursor: Cursor) -> SyntaxFailure:
    """Return the error for the `{` of an interface, and move to its `}`."""
    failure = cursor.failure(
        "an `interface` has no braces, but methods up to its `end`",
        rule=rules.FOREIGN_SYNTAX,
        hint="Write `type Name = { … }` for a record.",
    )
    cursor.at = closing_brace(cursor.tokens, cursor.at)
    return failure


def closing_brace(tokens: Tokens, opener: int) -> int:
    """Return the `}` of a `{`, or the end of the file."""
    depth = 0
    for at in range(opener, len(tokens.kinds)):
        if tokens.kinds[at] == "{":
            depth += 1
        elif tokens.kinds[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    return len(tokens.kinds) - 1


def compound_assignment(cursor: Cursor, first: int) -> bool:
    """Report `x += 1` and move past the operator; return whether it stood here."""
    at = cursor.at
    kind = cursor.kinds[at]
    if kind not in _COMPOUND_OPERATORS or cursor.kinds[at + 1] != "=":
        return False
    if not cursor.touches(at + 1):
        return False
    target = cursor.tokens.span(first, at - 1).text
    if "\n" in target or len(target) > 40:
        target = "x"
    cursor.report(
        rules.FOREIGN_SYNTAX,
        f"Lua has no `{kind}=`",
        cursor.tokens.span(at, at + 1),
        hint=f"Write `{target} = {target} {kind} …`.",
    )
    cursor.at = at + 2
    return True


def foreign_negation(cursor: Cursor) -> bool:
    """Report a `!` before an operand and move past it; return whether it stood here."""
    if cursor.kinds[cursor.at] != "!":
        return False
    cursor.report(
        rules.FOREIGN_SYNTAX,
        "`!` does not negate in Lua",
        cursor.tokens.span(cursor.at),
        hint="Write `not`.",
    )
    cursor.at += 1
    return True


def foreign_inequality(cursor: Cursor) -> bool:
    """Report `!=` after an operand and move past it; return whether it stood here."""
    at = cursor.at
    if cursor.kinds[at + 1] not in ("=", "==") or not cursor.touches(at + 1):
        return False
    cursor.report(
        rules.FOREIGN_SYNTAX,
        f"Lua has no `!{cursor.kinds[at + 1]}`",
        cursor.tokens.span(at, at + 1),
        hint="Write `~=`.",
    )
    cursor.at = at + 2
    return True


def foreign_logic(cursor: Cursor) -> None:
    """Report the second half of `&&` or `||` and move past it."""
    at = cursor.at
    kind = cursor.kinds[at]
    if kind not in ("&", "|") or cursor.kinds[at - 1] != kind or not cursor.touches(at):
        return
    word = "and" if kind == "&" else "or"
    cursor.report(
        rules.FOREIGN_SYNTAX,
        f"Lua has no `{kind}{kind}`",
        cursor.tokens.span(at - 1, at),
        hint=f"Write `{word}`.",
    )
    cursor.at = at + 1


def after_expression(cursor: Cursor) -> SyntaxFailure | None:
    """Return the error for `? :`, `??` or `?.`, which only other languages have."""
    at = cursor.at
    if cursor.kinds[at] != "?":
        return None
    follower = cursor.kinds[at + 1]
    if follower in _AFTER_QUESTION and cursor.touches(at + 1):
        return SyntaxFailure(
            Diagnostic(
                rule=rules.FOREIGN_SYNTAX,
                message=f"Lua has no `?{follower}`",
                span=cursor.tokens.span(at, at + 1),
                hint=_AFTER_QUESTION[follower],
            )
        )
    return cursor.failure(
        "Lua has no `? :`",
        rule=rules.FOREIGN_SYNTAX,
        hint="Write `condition and a or b`, or an `if` statement.",
    )


def foreign_field(cursor: Cursor) -> SyntaxFailure | None:
    """Return the error for a table field written `name: value`, if one stands here."""
    at = cursor.at
    kinds = cursor.kinds
    if kinds[at] not in (NAME, STRING) or kinds[at + 1] != ":":
        return None
    is_method = kinds[at] == NAME and kinds[at + 2] == NAME and kinds[at + 3] in ("(", "{", STRING)
    if is_method:
        return None
    text = cursor.text(at)
    hint = f"Write `{text} = …`." if kinds[at] == NAME else f"Write `[{text}] = …`."
    return cursor.failure("a table field takes `=`, not `:`", at=at + 1, hint=hint)
