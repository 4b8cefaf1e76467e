"""A calculator: tokens, a recursive-descent parser to a tree, simplification and evaluation."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NUMBER = re.compile(r"\d+\.?\d*")
NAME = re.compile(r"\w+")
KEYWORDS = {"let", "in"}

Scope = dict[str, float]


class CalculatorError(Exception):
    pass


@dataclass(slots=True)
class Token:
    kind: str
    value: Any
    position: int


def tokenize(source: str) -> list[Token]:
    tokens = []
    position = 0
    while position < len(source):
        c = source[position]
        if c.isspace():
            position += 1
            continue
        start = position
        if c.isdigit():
            match = NUMBER.match(source, position)
            assert match
            text = match.group()
            tokens.append(Token("number", float(text) if "." in text else int(text), start))
            position = match.end()
        elif c.isalpha() or c == "_":
            match = NAME.match(source, position)
            assert match
            text = match.group()
            tokens.append(Token(text if text in KEYWORDS else "name", text, start))
            position = match.end()
        elif c in "+-*/^(),=":
            tokens.append(Token(c, c, start))
            position += 1
        else:
            raise CalculatorError(f"unexpected '{c}' at {position + 1}")
    tokens.append(Token("end", None, position))
    return tokens


@dataclass(slots=True)
class Number:
    value: float


@dataclass(slots=True)
class Variable:
    name: str


@dataclass(slots=True)
class Binary:
    operator: str
    left: "Node"
    right: "Node"


@dataclass(slots=True)
class Negate:
    operand: "Node"


@dataclass(slots=True)
class Let:
    name: str
    value: "Node"
    body: "Node"


@dataclass(slots=True)
class Call:
    name: str
    arguments: "list[Node]"


Node = Number | Variable | Binary | Negate | Let | Call


class Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0

    def peek(self) -> Token:
        return self.tokens[self.index]

    def accept(self, kind: str) -> Token | None:
        token = self.tokens[self.index]
        if token.kind == kind:
            self.index += 1
            return token
        return None

    def expect(self, kind: str) -> Token:
        token = self.accept(kind)
        if token is None:
            found = self.peek()
            raise CalculatorError(f"expected {kind}, found {found.kind} at {found.position + 1}")
        return token

    def expression(self) -> Node:
        if self.accept("let"):
            name = self.expect("name").value
            self.expect("=")
            value = self.expression()
            self.expect("in")
            return Let(name, value, self.expression())
        left = self.term()
        while operator := self.accept("+") or self.accept("-"):
            left = Binary(operator.kind, left, self.term())
        return left

    def term(self) -> Node:
        left = self.unary()
        while operator := self.accept("*") or self.accept("/"):
            left = Binary(operator.kind, left, self.unary())
        return left

    def unary(self) -> Node:
        if self.accept("-"):
            return Negate(self.unary())
        return self.power()

    def power(self) -> Node:
        base = self.primary()
        if self.accept("^"):
            return Binary("^", base, self.unary())
        return base

    def primary(self) -> Node:
        token = self.peek()
        if token.kind == "number":
            self.index += 1
            return Number(token.value)
        if token.kind == "name":
            self.index += 1
            if self.accept("("):
                arguments = []
                if not self.accept(")"):
                    arguments.append(self.expression())
                    while self.accept(","):
                        arguments.append(self.expression())
                    self.expect(")")
                return Call(token.value, arguments)
            return Variable(token.value)
        self.expect("(")
        inner = self.expression()
        self.expect(")")
        return inner


def divide(a: float, b: float) -> float:
    if b == 0:
        raise CalculatorError("division by zero")
    return a / b


OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": divide,
    "^": lambda a, b: float(a) ** b,
}

FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "max": max,
    "min": min,
    "abs": abs,
    "sum": lambda *values: sum(values),
}


def evaluate(node: Node, scope: Scope) -> float:
    match node:
        case Number():
            return node.value
        case Variable():
            value = scope.get(node.name)
            if value is None:
                raise CalculatorError(f"unknown variable {node.name}")
            return value
        case Binary():
            operator = OPERATORS[node.operator]
            return operator(evaluate(node.left, scope), evaluate(node.right, scope))
        case Negate():
            return -evaluate(node.operand, scope)
        case Let():
            inner = {**scope, node.name: evaluate(node.value, scope)}
            return evaluate(node.body, inner)
        case Call():
            function = FUNCTIONS.get(node.name)
            if function is None:
                raise CalculatorError(f"unknown function {node.name}")
            return function(*[evaluate(argument, scope) for argument in node.arguments])


def simplify(node: Node) -> Node:
    if isinstance(node, Binary):
        left, right = simplify(node.left), simplify(node.right)
        if isinstance(left, Number) and isinstance(right, Number) and node.operator != "/":
            return Number(OPERATORS[node.operator](left.value, right.value))
        if node.operator == "*" and (is_zero(left) or is_zero(right)):
            return Number(0)
        return Binary(node.operator, left, right)
    if isinstance(node, Negate):
        operand = simplify(node.operand)
        if isinstance(operand, Number):
            return Number(-operand.value)
        return Negate(operand)
    return node


def is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0


def size(node: Node) -> int:
    match node:
        case Binary():
            return 1 + size(node.left) + size(node.right)
        case Negate():
            return 1 + size(node.operand)
        case Let():
            return 1 + size(node.value) + size(node.body)
    return 1


def calculate(source: str, scope: Scope) -> tuple[float, int]:
    parser = Parser(tokenize(source))
    tree = parser.expression()
    parser.expect("end")
    simple = simplify(tree)
    return evaluate(simple, scope), size(tree) - size(simple)


SOURCES = [
    "1 + 2 * 3 - 4 / 5",
    "(x + 1) * (y - 2) ^ 2 / 7",
    "let a = 3 * 4 in let b = a + x in a * b - -y",
    "max(x, y, 10) + min(3, 2) * sum(1, 2, 3, x, abs(-4))",
    "sqrt(16) + 2 ^ 3 ^ 2 - (0 * x + 12.5 * 2)",
    "((((1 + x) * 2 + y) * 3 + x) * 4 + y) * 5",
    "1 / (x - x)",
    "2 * (3 + ",
    "unknown + 1",
    "4 $ 4",
]


def main() -> str:
    total = 0.0
    saved = 0
    failures: dict[str, int] = {}
    for number in range(1, 41):
        scope = {"x": number, "y": number % 7 + 0.5}
        for source in SOURCES:
            try:
                value, less = calculate(source, scope)
            except CalculatorError as error:
                message = str(error)
                failures[message] = failures.get(message, 0) + 1
            else:
                total += value
                saved += less
    lines = sorted(f"{message} x{count}" for message, count in failures.items())
    return f"{total:.6f} {saved}\n" + "\n".join(lines)
