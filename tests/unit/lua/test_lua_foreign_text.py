"""Files with the habits of other languages: one sentence for each mistake, and no echoes of it."""

from __future__ import annotations

import pytest
from lua_samples import parse

# What people write → place and message of all that is said about it.
FILES: dict[str, list[str]] = {
    # Blocks.
    "function f(x) {\n  return x\n}\nreturn f\n": ["1:15 Lua has no `{ … }` around blocks"],
    "local f = function(x) {\n  return x\n}\nreturn f\n": ["1:23 Lua has no `{ … }` around blocks"],
    "if (x == 1) {\n  return 2\n} else {\n  return 3\n}\n": [
        "1:13 Lua has no `{ … }` around blocks",
        "3:8 Lua has no `{ … }` around blocks",
    ],
    "for (let i = 0; i < 10; i++) {\n  print(i)\n}\ny = = 1\n": [
        "1:30 Lua has no `{ … }` around blocks",
        "4:5 expected an expression, found `=`",
    ],
    "switch (x) {\n  case 1: return 2\n  default: return 3\n}\n": [
        "1:12 Lua has no `{ … }` around blocks"
    ],
    "class Order {\n  total(x) { return x }\n}\n": ["1:1 Lua has no `class`"],
    "def f(x):\n  if x:\n    return 1\n  elif y:\n    return 2\n  else:\n    return 3\n": [
        "1:1 Lua has no `def`",
        "2:7 Lua has no `:` before blocks",
        "4:3 Lua has no `elif`",
        "6:7 Lua has no `:` before blocks",
    ],
    "if x is None:\n  y()\nend\n": ["1:13 Lua has no `:` before blocks"],
    "if x then\n  return 1\nelif y then\n  return 2\nend\n": ["3:1 Lua has no `elif`"],
    "if x is nil then\n  y()\nend\n": [
        "1:6 expected `then` after the head of the `if`, found the name `is`"
    ],
    "while not x in y do\n  z()\nend\n": [
        "1:13 expected `do` after the head of the `while`, found `in`"
    ],
    "interface User {\n  name: string;\n  age?: number;\n}\nx = 1\n": [
        "1:16 an `interface` has no braces, but methods up to its `end`"
    ],
    # Blocks of Lua that look alike.
    "for _, v in ipairs {\n  1,\n  2,\n} do\n  v = = 1\nend\n": [
        "5:7 expected an expression, found `=`"
    ],
    "if x then return {\n  a = = 1,\n} end\n": ["2:7 expected an expression, found `=`"],
    "return function(x) return {\n  a = = 1,\n} end\n": ["2:7 expected an expression, found `=`"],
    "local t = f(1) {\n  a = = 1,\n}\n": ["2:7 expected an expression, found `=`"],
    # Operators.
    "x = a === b\ny = a !== b\nz = a <> b\nw = a ** 2\n": [
        "1:7 Lua has no `===`",
        "2:7 Lua has no `!==`",
        "3:7 Lua has no `<>`",
        "4:7 Lua has no `**`",
    ],
    "f = (x) => x + 1\ng = x => x\n": ["1:9 Lua has no `=>`", "2:7 Lua has no `=>`"],
    "if x => 1 then end\nif x =< 1 then end\nif x =! 1 then end\n": [
        "1:6 Lua has no `=>`",
        "2:6 Lua has no `=<`",
        "3:6 Lua has no `=!`",
    ],
    "x = a! == b\n": [],
    "x = a ?? b\ny = a?.b\nz = a ? b : c\n": [
        "1:7 Lua has no `??`",
        "2:6 Lua has no `?.`",
        "3:7 Lua has no `? :`",
    ],
    "x := 1\nlocal y := 2\n": ["1:3 Lua has no `:=`", "2:9 Lua has no `:=`"],
    # Comments and texts.
    "// one\nx = 1\ndo\n  // two\n  y = 2 // 1\nend\n": [
        "1:1 `//` does not start a comment in Lua",
        "4:3 `//` does not start a comment in Lua",
    ],
    "x = 1\n# one\ny = 1\n": ["2:1 `#` does not start a comment in Lua"],
    "/* one\n   two = = 3 */\nx = 1\n": ["1:1 `/*` does not start a comment in Lua"],
    "/* one\n": ["1:1 `/*` does not start a comment in Lua"],
    "x = `a ${b} c`\ny = `\nd`\nz = `": [
        "1:5 Lua has no strings in back quotes",
        "2:5 Lua has no strings in back quotes",
        "4:5 Lua has no strings in back quotes",
    ],
    "```lua\nx = 1\n```\n": ["1:1 a Markdown fence is no Lua", "3:1 a Markdown fence is no Lua"],
    'x = """one\ntwo"""\ny = = 1\n': [
        '1:5 Lua has no strings in `"""`',
        "3:5 expected an expression, found `=`",
    ],
    "x = '''one\n": ["1:5 Lua has no strings in `'''`"],
    'x = "a" "b"\n': ["1:9 expected a statement, found a string"],
    "f(function()\n  x = [[one\nend)\n": ["2:7 the long string is not closed"],
    "f(function()\n  --[[one\nend)\n": ["2:3 the block comment is not closed"],
    'f("one)\nreturn x\n': ["1:3 the string is not closed"],
    "n--\n": ["1:1 an expression is not a statement"],
    # Names, tables, types.
    "t = {end = 1, nil = 2}\nt.end = 3\nt:then()\nx = t.\nreturn t\n": [
        "1:6 `end` is a keyword, no name of a field",
        "1:15 `nil` is a keyword, no name of a field",
        "2:3 expected a name after `.`, found `end`",
        "3:3 expected a name after `:`, found `then`",
        "5:1 expected a name after `.`, found `return`",
    ],
    "t = {\n  a = 1,\nreturn t\n": ["3:1 expected `}` to close `{`, found `return`"],
    "t = [1, 2]\n": ["1:5 expected an expression, found `[`"],
    "from os import path\n": ["1:1 Lua has no `from`"],
    "function f(x number): string\n  return x\nend\n": [
        "1:14 expected `,` or `)` in the parameters, found the name `number`"
    ],
    "function f(x: ): string\n  return x\nend\n": ["1:15 expected a type, found `)`"],
    "function f(x: number) -> string\n  return x\nend\n": [
        "1:23 the results of a function stand after `:`, not `->`"
    ],
    "local f: (a: number) => string = g\n": [
        "1:22 expected `->` after the parameters of a function type, found `=`"
    ],
    "function f(): string {\n  return 1\n}\n": ["1:22 Lua has no `{ … }` around blocks"],
    "function f(x, y: number = 2) end\n": ["1:25 parameters have no default values"],
    "local {a, b} = t\n": ["1:7 expected a name after `local`, found `{`"],
    "local type T = {a = 1}\n": [],
    "local type = type(x)\n": [],
    "f(...args)\n": ["1:6 expected `,` or `)` in the arguments, found the name `args`"],
    "print 'a', 'b'\n": ["1:1 cannot assign to the result of a call"],
    "function f(x, y,) end\n": ["1:17 expected a parameter name or `...`, found `)`"],
    # Merge conflicts.
    "x = 1\n<<<<<<< HEAD\nx = = 2\n=======\nx = = 3\n>>>>>>> branch\ny = = 4\n": [
        "2:1 a merge conflict is not resolved",
        "7:5 expected an expression, found `=`",
    ],
    "--[[\n=======\n]]\nx = [[\n>>>>>>> a\n]]\ny = = 1\n": [
        "7:5 expected an expression, found `=`"
    ],
    "if x then\n=======\nx = 1\n": ["2:1 a merge conflict is not resolved"],
}


@pytest.mark.parametrize("text", FILES)
def test_every_mistake_is_one_sentence(text: str) -> None:
    _, found = parse(text)
    said = [
        f"{each.span.line}:{each.span.column} {each.message}"
        for each in found
        if each.span is not None
    ]
    assert said == FILES[text]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("} else {\n", "`if … then … else … end`"),
        ("for (x of y) {\n}\n", "`for key, value in pairs(t) do … end`"),
        ("f = (x) => 1\n", "`function(x) … end`"),
        ("if x => 1 then end\n", "`>=`"),
        ("x = a <> b\n", "`~=`"),
        ("x = 1\n# a\n", "`-- …`"),
        ("/* a */\n", "`--[[ … ]]`"),
        ('x = "a" "b"\n', "`..`"),
        ("local x == 1\n", "`=`"),
        ("total--\n", "`total = total - 1`"),
        ("function f(x number) end\n", "`x: number`"),
        ("t = {end = 1}\n", '`["end"] = …`'),
        ("x = [1]\n", "`{a, b, c}`"),
        ("x = a ?? b\n", "`or`"),
        ("x = a?.b\n", "`t and t.field`"),
        ("x := 1\n", "`local x = …`"),
        ("f(...args)\n", "`unpack(args)`"),
        ("t = {...list}\n", "`unpack(list)`"),
        ("t = {... list}\n", "`,`"),
        ("function f(x = 1) end\n", "`x = x or …`"),
        ("local [a] = t\n", "`local a, b = t.a, t.b`"),
        ("print 'a', 'b'\n", "parentheses"),
        ("local f: (a: A) => B\n", "`->`"),
    ],
)
def test_what_to_write_instead(text: str, hint: str) -> None:
    _, (found, *_) = parse(text)
    assert hint in found.hint


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x = 1 +\nlocal y = 2\n", "an expression"),
        ("local x = y ::\nlocal z = 1\n", "a type"),
        ("x = y.\nreturn x\n", "a name"),
    ],
)
def test_what_lacks_at_the_end_of_a_line_is_shown_there(text: str, what: str) -> None:
    _, (found,) = parse(text)
    assert [(label.span.line, label.text) for label in found.labels] == [
        (1, f"{what} is missing after this")
    ]
    assert found.span is not None
    assert found.span.line == 2
