"""Random programs of typed or plain Lua, as lists of tokens."""

from __future__ import annotations

from random import Random

SIGNS = "+ - * / // % ^ .. == ~= < <= > >= and or & | ~ << >>"
BINARY = SIGNS.split()
UNARY = ["-", "not", "#", "~"]
NAMES = ["a", "b", "c", "item", "type", "_x1"]
TYPES = [
    "number",
    "string?",
    "{T}",
    "{[string]: any}",
    "{a: A, b?: B}",
    "(A) -> (B, C)",
    "m.T<U>",
    "A | B",
    "() -> ()",
    "Map<K, Map<K, V>>",
    "T[]",
    "fun(x: A): B",
    "'lit'",
    "nil",
]


class Generator:
    """Makes one program; `is_typed` adds Wippy's type syntax."""

    def __init__(self, random: Random, *, is_typed: bool) -> None:
        self.random = random
        self.is_typed = is_typed
        self.ends_with_cast = False

    def program(self) -> list[str]:
        return self.block(3, in_loop=False)

    def pick(self, items: list[str]) -> str:
        return self.random.choice(items)

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def name(self) -> str:
        return self.pick(NAMES)

    def annotation(self) -> list[str]:
        if not self.is_typed or self.chance(0.5):
            return []
        return [":", self.pick(TYPES)]

    def block(self, depth: int, *, in_loop: bool) -> list[str]:
        tokens: list[str] = []
        for _ in range(self.random.randrange(4)):
            statement = self.statement(depth, in_loop=in_loop)
            # `(` would go on with the expression before it.
            tokens += [";", *statement] if statement[0] == "(" and tokens else statement
            if self.chance(0.2):
                tokens.append(";")
        if self.chance(0.2):
            tokens.append("return")
            tokens += self.expressions(depth) if self.chance(0.7) else []
            tokens += [";"] if self.chance(0.2) else []
        elif in_loop and self.chance(0.3):
            tokens.append("break")
        return tokens

    def statement(self, depth: int, *, in_loop: bool) -> list[str]:
        compound = depth > 0
        choice = self.random.randrange(12 if compound else 4)
        expression = self.expression
        match choice:
            case 0:
                names = [self.name(), *self.annotation()]
                while self.chance(0.3):
                    names += [",", self.name(), *self.annotation()]
                values = ["=", *self.expressions(depth)] if self.chance(0.8) else []
                return ["local", *names, *values]
            case 1:
                targets = self.target(depth)
                while self.chance(0.2):
                    targets += [",", *self.target(depth)]
                return [*targets, "=", *self.expressions(depth)]
            case 2 | 3:
                if self.is_typed and self.chance(0.2):
                    return ["type", self.name(), "=", self.pick(TYPES)]
                return self.call(depth)
            case 4:
                return ["do", *self.block(depth - 1, in_loop=in_loop), "end"]
            case 5:
                return [
                    "while",
                    *expression(depth),
                    "do",
                    *self.block(depth - 1, in_loop=True),
                    "end",
                ]
            case 6:
                return ["repeat", *self.block(depth - 1, in_loop=True), "until", *expression(depth)]
            case 7:
                tokens = ["if", *expression(depth), "then", *self.block(depth - 1, in_loop=in_loop)]
                while self.chance(0.3):
                    tokens += [
                        "elseif",
                        *expression(depth),
                        "then",
                        *self.block(depth - 1, in_loop=in_loop),
                    ]
                if self.chance(0.4):
                    tokens += ["else", *self.block(depth - 1, in_loop=in_loop)]
                return [*tokens, "end"]
            case 8:
                step = [",", *expression(0)] if self.chance(0.3) else []
                return [
                    "for",
                    self.name(),
                    "=",
                    *expression(depth),
                    ",",
                    *expression(0),
                    *step,
                    "do",
                    *self.block(depth - 1, in_loop=True),
                    "end",
                ]
            case 9:
                names = [self.name()] + ([",", self.name()] if self.chance(0.5) else [])
                return [
                    "for",
                    *names,
                    "in",
                    *self.expressions(depth),
                    "do",
                    *self.block(depth - 1, in_loop=True),
                    "end",
                ]
            case 10:
                return ["local", "function", self.name(), *self.function_body(depth)]
            case _:
                path = [self.name()]
                while self.chance(0.4):
                    path += [".", self.name()]
                if self.chance(0.3):
                    path += [":", self.name()]
                return ["function", *path, *self.function_body(depth)]

    def function_body(self, depth: int) -> list[str]:
        parameters: list[str] = []
        while self.chance(0.5):
            parameters += [self.name(), *self.annotation(), ","]
        if self.chance(0.3):
            parameters += ["...", *self.annotation()]
        elif parameters:
            parameters.pop()
        generic = ["<", "T", ">"] if self.is_typed and self.chance(0.2) else []
        result: list[str] = []
        if self.is_typed and self.chance(0.3):
            result = [":", self.pick(["A", "()", "(A, B?)", "(A) -> B", "A, B"])]
        return [
            *generic,
            "(",
            *parameters,
            ")",
            *result,
            *self.block(depth - 1, in_loop=False),
            "end",
        ]

    def expressions(self, depth: int) -> list[str]:
        tokens = self.expression(depth)
        while self.chance(0.25):
            tokens += [",", *self.expression(depth - 1)]
        return tokens

    def expression(self, depth: int) -> list[str]:
        tokens = self.operand(depth)
        while self.chance(0.3):
            # After a cast `|`, `&` and `<` would go on with its type.
            operator = "+" if self.ends_with_cast else self.pick(BINARY)
            tokens += [operator, *self.operand(depth - 1)]
        return tokens

    def operand(self, depth: int) -> list[str]:
        tokens = [self.pick(UNARY)] if self.chance(0.15) else []
        choice = self.random.randrange(10 if depth > 0 else 5)
        match choice:
            case 0:
                tokens += [self.pick(["1", "0x1F", "2.5", "nil", "true", "false"])]
            case 1:
                tokens += [self.pick(["'s'", '"t"', "[[u]]"])]
            case 2 | 3 | 4:
                tokens += self.prefix(depth - 1)
            case 5:
                tokens += ["function", *self.function_body(depth - 1)]
            case 6:
                tokens += self.table(depth - 1)
            case _:
                tokens += self.call(depth - 1)
        self.ends_with_cast = self.is_typed and self.chance(0.15)
        if self.ends_with_cast:
            kind = self.random.randrange(3)
            tokens += [["!"], ["as", self.pick(TYPES)], ["::", self.pick(TYPES)]][kind]
        return tokens

    def table(self, depth: int) -> list[str]:
        tokens = ["{"]
        while self.chance(0.5):
            kind = self.random.randrange(3)
            if kind == 0:
                tokens += [self.name(), "="]
            elif kind == 1:
                tokens += ["[", *self.expression(depth), "]", "="]
            tokens += [*self.expression(depth), self.pick([",", ";"])]
        if tokens[-1] in (",", ";") and self.chance(0.5):
            tokens.pop()
        return [*tokens, "}"]

    def prefix(self, depth: int) -> list[str]:
        if depth > 0 and self.chance(0.2):
            tokens = ["(", *self.expression(depth - 1), ")"]
        else:
            tokens = [self.name()]
        while self.chance(0.35):
            tokens += self.suffix(depth)
        return tokens

    def suffix(self, depth: int) -> list[str]:
        match self.random.randrange(4):
            case 0:
                return [".", self.name()]
            case 1:
                return ["[", *self.expression(depth - 1), "]"]
            case 2:
                return [":", self.name(), *self.arguments(depth)]
            case _:
                return self.arguments(depth)

    def arguments(self, depth: int) -> list[str]:
        match self.random.randrange(4):
            case 0:
                return ["'arg'"]
            case 1:
                return self.table(depth - 1)
            case 2:
                return ["(", ")"]
            case _:
                return ["(", *self.expressions(depth - 1), ")"]

    def call(self, depth: int) -> list[str]:
        method = [":", self.name()] if self.chance(0.4) else []
        return [*self.prefix(depth), *method, *self.arguments(depth)]

    def target(self, depth: int) -> list[str]:
        if self.chance(0.5):
            return [self.name()]
        index = [".", self.name()] if self.chance(0.5) else ["[", *self.expression(depth - 1), "]"]
        return [*self.prefix(depth), *index]
