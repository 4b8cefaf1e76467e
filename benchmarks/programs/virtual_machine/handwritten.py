"""A stack machine: an assembler for its text form, a dispatching loop, and a tree evaluator."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

PUSH, ADD, SUB, MUL, LT, JMP, JZ, LOAD, STORE, CALL, RET, PRINT, HALT, MOD = range(1, 15)
OPERATIONS = {
    "PUSH": PUSH,
    "ADD": ADD,
    "SUB": SUB,
    "MUL": MUL,
    "LT": LT,
    "JMP": JMP,
    "JZ": JZ,
    "LOAD": LOAD,
    "STORE": STORE,
    "CALL": CALL,
    "RET": RET,
    "PRINT": PRINT,
    "HALT": HALT,
    "MOD": MOD,
}


def assemble(source: str) -> list[int]:
    code: list[int] = []
    labels: dict[str, int] = {}
    fixups: dict[int, str] = {}
    for line in source.splitlines():
        line = line.partition(";")[0]
        if label := re.match(r"\s*(\w+):", line):
            labels[label[1]] = len(code)
        elif found := re.match(r"\s*([A-Z]+)\s*(\S*)", line):
            code.append(OPERATIONS[found[1]])
            argument = found[2]
            if argument:
                if not argument.isdigit():
                    fixups[len(code)] = argument
                code.append(int(argument) if argument.isdigit() else 0)
    for position, name in fixups.items():
        code[position] = labels[name]
    return code


class VM:
    def __init__(self, code: list[int]) -> None:
        self.code = code
        self.stack: list[int] = []
        self.calls: list[int] = []
        self.memory: dict[int, int] = {}
        self.output: list[str] = []
        self.steps = 0

    def push(self, value: int) -> None:
        self.stack.append(value)

    def pop(self) -> int:
        return self.stack.pop()

    def run(self) -> tuple[list[str], int]:
        code = self.code
        pc = 0
        while True:
            op = code[pc]
            self.steps += 1
            pc += 1
            if op == PUSH:
                self.push(code[pc])
                pc += 1
            elif op == ADD:
                b, a = self.pop(), self.pop()
                self.push(a + b)
            elif op == SUB:
                b, a = self.pop(), self.pop()
                self.push(a - b)
            elif op == MUL:
                b, a = self.pop(), self.pop()
                self.push(a * b)
            elif op == MOD:
                b, a = self.pop(), self.pop()
                self.push(a % b)
            elif op == LT:
                b, a = self.pop(), self.pop()
                self.push(1 if a < b else 0)
            elif op == JMP:
                pc = code[pc]
            elif op == JZ:
                if self.pop() == 0:
                    pc = code[pc]
                else:
                    pc += 1
            elif op == LOAD:
                self.push(self.memory.get(code[pc], 0))
                pc += 1
            elif op == STORE:
                self.memory[code[pc]] = self.pop()
                pc += 1
            elif op == CALL:
                self.calls.append(pc + 1)
                pc = code[pc]
            elif op == RET:
                pc = self.calls.pop()
            elif op == PRINT:
                self.output.append(str(self.pop()))
            elif op == HALT:
                return self.output, self.steps
            else:
                raise ValueError(f"bad opcode {op}")


class Node:
    __slots__ = ("children", "kind", "name", "times", "value")

    def __init__(
        self, kind: str, *children: Node, value: int = 0, name: str = "", times: int = 0
    ) -> None:
        self.kind = kind
        self.children = children
        self.value = value
        self.name = name
        self.times = times


Environment = dict[str, int]


def evaluate_set(node: Node, env: Environment) -> int:
    value = env[node.name] = evaluate(node.children[0], env)
    return value


def evaluate_sequence(node: Node, env: Environment) -> int:
    last = 0
    for child in node.children:
        last = evaluate(child, env)
    return last


def evaluate_loop(node: Node, env: Environment) -> int:
    last = 0
    for _ in range(node.times):
        last = evaluate(node.children[0], env)
    return last


HANDLERS: dict[str, Callable[[Any, Environment], int]] = {
    "num": lambda node, env: node.value,
    "var": lambda node, env: env.get(node.name, 0),
    "add": lambda node, env: evaluate(node.children[0], env) + evaluate(node.children[1], env),
    "mul": lambda node, env: (
        evaluate(node.children[0], env) * evaluate(node.children[1], env) % 10007
    ),
    "set": evaluate_set,
    "seq": evaluate_sequence,
    "loop": evaluate_loop,
}


def evaluate(node: Node, env: Environment) -> int:
    handler = HANDLERS.get(node.kind)
    if handler is None:
        raise ValueError(f"no handler for {node.kind}")
    return handler(node, env)


PROGRAM = """
  PUSH 0
  STORE 1        ; sum
  PUSH 0
  STORE 2        ; i
loop:
  LOAD 2
  PUSH 600
  LT
  JZ done
  LOAD 2
  CALL square
  LOAD 1
  ADD
  PUSH 65521
  MOD
  STORE 1
  LOAD 2
  PUSH 1
  ADD
  STORE 2
  JMP loop
square:
  STORE 3
  LOAD 3
  LOAD 3
  MUL
  RET
done:
  LOAD 1
  PRINT
  HALT
"""


def main() -> str:
    output, steps = VM(assemble(PROGRAM)).run()

    def num(value: int) -> Node:
        return Node("num", value=value)

    def var(name: str) -> Node:
        return Node("var", name=name)

    def assign(name: str, value: Node) -> Node:
        return Node("set", value, name=name)

    body = Node(
        "seq",
        assign("x", Node("add", Node("mul", var("x"), num(31)), var("i"))),
        assign("i", Node("add", var("i"), num(1))),
    )
    program = Node("seq", assign("x", num(1)), Node("loop", body, times=700), var("x"))
    result = evaluate(program, {})
    return f"{','.join(output)} {steps} {result}"
