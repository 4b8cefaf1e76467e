"""The front end against two others: luaparser on the blanked text, and real Lua."""

from __future__ import annotations

from random import Random
from typing import Any

import luaparser.ast
import lupa.lua53
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from lua_generator import Generator
from lua_samples import SAMPLES, outline_of, parse, parse_ok, walk
from luaparser import astnodes

from wippyc.diagnostics.model import Sink
from wippyc.lua import syntax
from wippyc.lua.lexer import tokenize
from wippyc.lua.type_pass import outline_types
from wippyc.source import SourceFile

# --- our tree as nested lists, types gone ---------------------------------------------------------


def ours(node: Any) -> Any:
    match node:
        case tuple():
            return [ours(item) for item in node if not isinstance(item, syntax.TypeDeclaration)]
        case syntax.Block(statements=statements):
            return ours(statements)
        case syntax.Local(names=names, values=values):
            return ["local", ours(names), ours(values)]
        case syntax.LocalFunction(name=name, function=function):
            return ["local function", ours(name), *parts(function)]
        case syntax.FunctionDeclaration(target=target, function=function, is_method=is_method):
            return [
                "method" if is_method else "function",
                ours(target),
                *parts(function, is_method),
            ]
        case syntax.Assign(targets=targets, values=values):
            return ["assign", ours(targets), ours(values)]
        case syntax.CallStatement(call=call):
            return ours(call)
        case syntax.Do(body=body):
            return ["do", ours(body)]
        case syntax.While(condition=condition, body=body):
            return ["while", ours(condition), ours(body)]
        case syntax.Repeat(condition=condition, body=body):
            return ["repeat", ours(body), ours(condition)]
        case syntax.If(arms=arms, otherwise=otherwise):
            pairs = [[ours(arm.condition), ours(arm.body)] for arm in arms]
            return ["if", pairs, None if otherwise is None else ours(otherwise)]
        case syntax.NumericFor(variable=name, start=start, stop=stop, step=step, body=body):
            limits = [ours(start), ours(stop), None if step is None else ours(step)]
            return ["for", ours(name), limits, ours(body)]
        case syntax.GenericFor(names=names, iterators=iterators, body=body):
            return ["for in", ours(names), ours(iterators), ours(body)]
        case syntax.Return(values=values):
            return ["return", ours(values)]
        case syntax.Break():
            return ["break"]
        case syntax.Goto(label=label):
            return ["goto", label]
        case syntax.Label(name=name):
            return ["label", name]
        case syntax.Name(text=text):
            return text
        case syntax.Nil():
            return ["nil"]
        case syntax.Boolean(value=value):
            return [value]
        case syntax.Number(value=value):
            return ["number", value]
        case syntax.String(value=value):
            return ["string", value]
        case syntax.Vararg():
            return ["..."]
        case syntax.Index(object=object_, key=key, is_dotted=is_dotted):
            return [
                "." if is_dotted else "[]",
                ours(object_),
                key.value if is_dotted else ours(key),
            ]
        case syntax.Call(callee=callee, arguments=arguments):
            return ["call", ours(callee), ours(arguments)]
        case syntax.MethodCall(object=object_, method=method, arguments=arguments):
            return ["invoke", ours(object_), method, ours(arguments)]
        case syntax.Function():
            return ["function value", *parts(node)]
        case syntax.Binary(operator=operator, left=left, right=right):
            return [operator, ours(left), ours(right)]
        case syntax.Unary(operator=operator, operand=operand):
            return ["unary " + operator, ours(operand)]
        case syntax.Cast(inner=inner):
            return ours(inner)
        case syntax.Paren(inner=inner):
            result = ours(inner)
            return result if result[0] == "paren" else ["paren", result]
        case syntax.Table(fields=fields):
            return ["table", [field(item) for item in fields]]
    raise AssertionError(node)


def parts(function: syntax.Function, is_method: bool = False) -> list[Any]:
    names = [name.text for name in function.parameters[is_method:]]
    return [names + ["..."] * function.is_vararg, ours(function.body)]


def field(item: syntax.Field) -> Any:
    match item:
        case syntax.NamedField(name=name, value=value):
            return [name, ours(value)]
        case syntax.KeyedField(key=key, value=value):
            return [["key", ours(key)], ours(value)]
        case syntax.PositionalField(value=value):
            return [None, ours(value)]


# --- luaparser's tree in the same form ------------------------------------------------------------

OPERATORS = {
    "AddOp": "+", "SubOp": "-", "MultOp": "*", "FloatDivOp": "/", "FloorDivOp": "//",
    "ModOp": "%", "ExpoOp": "^", "Concat": "..", "EqToOp": "==", "NotEqToOp": "~=",
    "LessThanOp": "<", "LessOrEqThanOp": "<=", "GreaterThanOp": ">", "GreaterOrEqThanOp": ">=",
    "AndLoOp": "and", "OrLoOp": "or", "BAndOp": "&", "BOrOp": "|", "BXorOp": "~",
    "BShiftLOp": "<<", "BShiftROp": ">>", "UMinusOp": "-", "ULNotOp": "not", "ULengthOP": "#",
    "UBNotOp": "~",
}  # fmt: skip


def theirs(node: Any) -> Any:
    if getattr(node, "wrapped", False):
        node.wrapped = False
        result = theirs(node)
        node.wrapped = True
        return ["paren", result]
    match node:
        case list():
            return [theirs(item) for item in node if not isinstance(item, astnodes.SemiColon)]
        case astnodes.Block(body=body):
            return theirs(body)
        case astnodes.LocalAssign(targets=targets, values=values):
            return ["local", theirs(targets), theirs(values)]
        case astnodes.Assign(targets=targets, values=values):
            return ["assign", theirs(targets), theirs(values)]
        case astnodes.LocalFunction(name=name, args=args, body=body):
            return ["local function", theirs(name), theirs(args), theirs(body)]
        case astnodes.Function(name=name, args=args, body=body):
            return ["function", theirs(name), theirs(args), theirs(body)]
        case astnodes.Method(source=source, name=name, args=args, body=body):
            return ["method", [".", theirs(source), name.id], theirs(args), theirs(body)]
        case astnodes.AnonymousFunction(args=args, body=body):
            return ["function value", theirs(args), theirs(body)]
        case astnodes.Do(body=body):
            return ["do", theirs(body)]
        case astnodes.While(test=test, body=body):
            return ["while", theirs(test), theirs(body)]
        case astnodes.Repeat(test=test, body=body):
            return ["repeat", theirs(body), theirs(test)]
        case astnodes.If():
            arms, rest = [[theirs(node.test), theirs(node.body)]], node.orelse
            while isinstance(rest, astnodes.ElseIf):
                arms.append([theirs(rest.test), theirs(rest.body)])
                rest = rest.orelse
            return ["if", arms, None if rest is None else theirs(rest)]
        case astnodes.Fornum():
            step = None if node.step == 1 else theirs(node.step)
            limits = [theirs(node.start), theirs(node.stop), step]
            return ["for", theirs(node.target), limits, theirs(node.body)]
        case astnodes.Forin():
            return ["for in", theirs(node.targets), theirs(node.iter), theirs(node.body)]
        case astnodes.Return(values=values):
            return ["return", theirs(values)]
        case astnodes.Break():
            return ["break"]
        case astnodes.Goto(label=label):
            return ["goto", label.id]
        case astnodes.Label(id=name):
            return ["label", name.id]
        case astnodes.Name(id=name):
            return name
        case astnodes.Nil():
            return ["nil"]
        case astnodes.TrueExpr():
            return [True]
        case astnodes.FalseExpr():
            return [False]
        case astnodes.Number(n=value):
            return ["number", value]
        case astnodes.String(s=value):
            return ["string", value.decode("latin-1")]
        case astnodes.Varargs():
            return "..."
        case astnodes.Dots():
            return ["..."]
        case astnodes.Index(idx=key, value=value, notation=notation):
            is_dotted = notation is astnodes.IndexNotation.DOT
            return ["." if is_dotted else "[]", theirs(value), key.id if is_dotted else theirs(key)]
        case astnodes.Call(func=callee, args=args):
            return ["call", theirs(callee), theirs(args)]
        case astnodes.Invoke(source=source, func=callee, args=args):
            return ["invoke", theirs(source), callee.id, theirs(args)]
        case astnodes.Table(fields=fields):
            return ["table", [their_field(item) for item in fields]]
        case astnodes.UnaryOp(operand=operand):
            return ["unary " + OPERATORS[type(node).__name__], theirs(operand)]
        case astnodes.BinaryOp(left=left, right=right):
            return [OPERATORS[type(node).__name__], theirs(left), theirs(right)]
    raise AssertionError(node)


def their_field(item: Any) -> Any:
    if item.key is None:
        return [None, theirs(item.value)]
    key = ["key", theirs(item.key)] if item.between_brackets else item.key.id
    return [key, theirs(item.value)]


def drops_a_call(chunk: syntax.Chunk) -> bool:
    """Whether luaparser's own tree lacks a call: it drops `(3)` of `(a):b()(3)`."""
    for node in walk(chunk):
        if not isinstance(node, syntax.Call):
            continue
        prefix, has_method = node.callee, False
        while isinstance(prefix, (syntax.Index, syntax.Call, syntax.MethodCall)):
            has_method = has_method or isinstance(prefix, syntax.MethodCall)
            prefix = prefix.callee if isinstance(prefix, syntax.Call) else prefix.object
        if has_method and isinstance(prefix, syntax.Paren):
            return True
    return False


def assert_same_tree(text: str, chunk: syntax.Chunk) -> None:
    blanked = outline_of(text).blanked_text()
    assert ours(chunk.body) == theirs(luaparser.ast.parse(blanked).body), text


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_give_the_tree_that_luaparser_gives(name: str) -> None:
    assert_same_tree(SAMPLES[name], parse_ok(SAMPLES[name]))


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.booleans())
def test_programs_give_the_tree_that_luaparser_gives(seed: int, is_typed: bool) -> None:
    text = " ".join(Generator(Random(seed), is_typed=is_typed).program())
    # luaparser's prediction takes seconds for long lines of calls.
    assume(len(text) < 800)
    chunk, found = parse(text)
    if chunk is None:
        assert {item.rule.code for item in found} <= {"P016", "P107", "P108"}
    elif not drops_a_call(chunk):
        assert_same_tree(text, chunk)


# --- real Lua: accepted or not --------------------------------------------------------------------

LOAD = lupa.lua53.LuaRuntime().eval("function(text) return load(text) ~= nil end")


def accepts(text: str) -> bool | None:
    """Return whether we accept `text`, or `None` when we read types in it."""
    chunk, found = parse(text)
    assert not any("the parser cannot" in item.message for item in found), text
    sink = Sink()
    outline = outline_types(tokenize(SourceFile("test.lua", text), sink), sink)
    if outline is not None and outline.erased:
        return None
    return chunk is not None


def mutated(tokens: list[str], random: Random) -> list[str]:
    for _ in range(random.randrange(3)):
        if len(tokens) < 2:
            break
        at, other = random.randrange(len(tokens)), random.randrange(len(tokens))
        match random.randrange(4):
            case 0:
                tokens = tokens[:at] + tokens[at + 1 :]
            case 1:
                tokens = [*tokens[:at], tokens[other], *tokens[at:]]
            case 2:
                tokens = [*tokens[:at], tokens[other], *tokens[at + 1 :]]
            case _:
                tokens[at], tokens[other] = tokens[other], tokens[at]
    return tokens


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 10**9))
def test_real_lua_accepts_the_same_programs(seed: int) -> None:
    random = Random(seed)
    text = " ".join(mutated(Generator(random, is_typed=False).program(), random))
    # A first line with `#` is skipped in files only, which `load` does not know.
    assume(not text.startswith("#"))
    answer = accepts(text)
    if answer is None:
        assert not LOAD(text)
    else:
        assert answer == LOAD(text), text
