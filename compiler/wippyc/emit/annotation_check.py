"""Which annotations a strict type checker accepts: the others are dropped.

All modules of a program are walked with the types their slots would give. Where a type checker
would object, or where it cannot be told whether it would, every slot the types at hand come from
is dropped; this is repeated until nothing more is dropped. What `Any` stood for before raises no
objection, so the modules without any slot are accepted.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wippyc.emit.annotations import (
    ANY_KIND,
    NO_KINDS,
    UNKNOWN_KIND,
    FunctionNode,
    Kinds,
    Signature,
    Slot,
    signature_of,
    slot_of,
)
from wippyc.emit.inference import (
    BUILTINS,
    HELPER_RESULTS,
    ITERATORS,
    LIBRARY_RESULTS,
    TABLE_METHODS,
    arithmetic_kind,
    is_assignable,
    kinds_overlap,
    order_is_typed,
)

_NOBODY: frozenset[Slot] = frozenset()


@dataclass(frozen=True, slots=True)
class Inferred:
    """The type of an expression.

    Attributes:
        kinds: Its kinds.
        blame: The slots it comes from.
        elements: Types of the elements of a tuple of known length.
        fields: Kinds of the fields of a record.
    """

    kinds: Kinds
    blame: frozenset[Slot] = _NOBODY
    elements: tuple[Inferred, ...] | None = None
    fields: Mapping[str, Kinds] | None = None


ANY = Inferred(ANY_KIND)
UNKNOWN = Inferred(frozenset({UNKNOWN_KIND}))
_NONE = Inferred(frozenset({"None"}))
_BOOL = Inferred(frozenset({"bool"}))
_INT = Inferred(frozenset({"int"}))
_STR = Inferred(frozenset({"str"}))
_TABLE = Inferred(frozenset({"Table"}))
_CALLABLE = Inferred(frozenset({"Callable"}))


@dataclass(eq=False, slots=True)
class _Scope:
    """Names of one Python function or module.

    Attributes:
        parent: The scope around it.
        types: Type of each variable.
        inferred: Variables whose type is that of their first value.
        functions: Functions defined here.
        outer: Names declared `nonlocal`.
        signature: Slots of the function.
    """

    parent: _Scope | None = None
    types: dict[str, Inferred] = field(default_factory=dict)
    inferred: set[str] = field(default_factory=set)
    functions: dict[str, FunctionNode] = field(default_factory=dict)
    outer: set[str] = field(default_factory=set)
    signature: Signature | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class CheckedModule:
    """A module as the check sees it.

    Attributes:
        body: Its statements.
        libraries: Entry ID of each name that stands for a generated library module.
        runtime: Module of the runtime's library behind each name.
    """

    body: Sequence[ast.stmt]
    libraries: Mapping[str, str]
    runtime: Mapping[str, str]


def drop_refused_slots(modules: Mapping[str, CheckedModule]) -> None:
    """Clear `is_kept` of every slot that a type checker might object to."""
    functions = {
        entry_id: {
            node.name: node
            for node in module.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for entry_id, module in modules.items()
    }
    while True:
        changed = False
        for module in modules.values():
            check = _Check(module, functions)
            check.run()
            changed = changed or check.has_dropped
        if not changed:
            return


class _Check:
    """One walk over one module."""

    def __init__(
        self, module: CheckedModule, public: Mapping[str, Mapping[str, FunctionNode]]
    ) -> None:
        self._module = module
        self._public = public
        self._scope = _Scope()
        self._waiting: list[tuple[FunctionNode, _Scope]] = []
        self.has_dropped = False

    def run(self) -> None:
        """Walk the module; nested functions come after the functions around them."""
        self._statements(self._module.body)
        while self._waiting:
            node, parent = self._waiting.pop(0)
            self._function(node, parent)

    def _drop(self, slots: Iterable[Slot | None]) -> None:
        for slot in slots:
            if slot is not None and slot.is_kept:
                slot.is_kept = False
                self.has_dropped = True

    def _refuse(self, *values: Inferred) -> Inferred:
        for value in values:
            self._drop(value.blame)
        return UNKNOWN

    # --- functions ------------------------------------------------------------------------

    def _function(self, node: FunctionNode, parent: _Scope) -> None:
        signature = signature_of(node)
        self._scope = _Scope(parent=parent, signature=signature)
        for position, argument in enumerate(node.args.args):
            slot = signature.parameters[position] if signature is not None else None
            self._scope.types[argument.arg] = _slot_type(slot)
        for argument in node.args.kwonlyargs:
            self._scope.types[argument.arg] = ANY
        if node.args.vararg is not None:
            self._scope.types[node.args.vararg.arg] = UNKNOWN
        self._statements(node.body)
        if signature is not None and not signature.is_entry and not terminates(node.body):
            # `return None` is added where falling off the end is a result.
            results = signature.results
            if len(results) != 1 or results[0] is None or "None" not in results[0].kinds:
                self._drop(results)

    def _define(self, node: FunctionNode) -> None:
        functions = self._scope.functions
        if node.name in functions and functions[node.name] is not node:
            for other in (node, functions[node.name]):
                self._drop_signature(other)
        functions[node.name] = node
        self._waiting.append((node, self._scope))

    def _drop_signature(self, node: FunctionNode) -> None:
        signature = signature_of(node)
        if signature is not None:
            self._drop((*signature.parameters, *signature.results))

    # --- names ----------------------------------------------------------------------------

    def _home(self, name: str) -> _Scope | None:
        scope: _Scope | None = self._scope
        skips = scope is not None and name in scope.outer
        while scope is not None:
            if not skips and (name in scope.types or name in scope.functions):
                return scope
            skips = False
            scope = scope.parent
        return None

    def _callee(self, node: ast.expr) -> FunctionNode | None:
        match node:
            case ast.Name(id=name):
                scope = self._home(name)
                return None if scope is None else scope.functions.get(name)
            case ast.Attribute(value=ast.Name(id=module), attr=attr):
                if self._home(module) is None and module in self._module.libraries:
                    return self._public[self._module.libraries[module]].get(attr)
        return None

    def _load(self, name: str) -> Inferred:
        scope = self._home(name)
        if scope is None:
            return UNKNOWN
        if name in scope.functions:
            return self._function_value(scope.functions[name])
        return scope.types[name]

    def _function_value(self, node: FunctionNode) -> Inferred:
        signature = signature_of(node)
        if signature is None or signature.is_entry:
            return _CALLABLE
        # What calls it as a value may pass anything.
        self._drop(signature.parameters)
        slots = frozenset(slot for slot in signature.results if slot is not None and slot.is_kept)
        return Inferred(_CALLABLE.kinds, slots)

    def _bind(self, name: str, value: Inferred) -> None:
        home = self._home(name) if name in self._scope.outer else self._scope
        if home is None:
            return
        if name in home.functions:
            self._drop_signature(home.functions[name])
            self._refuse(value)
        elif name in home.types:
            self._assign_again(home, name, value)
        else:
            is_open = value.kinds == _NONE.kinds
            home.types[name] = Inferred(UNKNOWN.kinds, value.blame) if is_open else value
            home.inferred.add(name)

    def _assign_again(self, home: _Scope, name: str, value: Inferred) -> None:
        old = home.types[name]
        is_narrower = len(old.kinds) > 1 or bool(old.kinds & {"float", "Callable"})
        if name in home.inferred and old.blame and is_narrower and value.kinds != ANY_KIND:
            # The first value may have been narrower than what is known of where it came from.
            self._refuse(old, value)
        self._assign(value, old)

    def _assign(self, value: Inferred, target: Inferred) -> None:
        """Check that a value may be given to a variable."""
        if target.kinds == ANY_KIND or value.kinds == ANY_KIND:
            return
        if (
            target.elements is not None
            or value.elements is not None
            or not all(is_assignable(kind, target.kinds) for kind in value.kinds)
        ):
            self._refuse(value, target)

    # --- statements -----------------------------------------------------------------------

    def _statements(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._define(node)
            case ast.Expr(value=value):
                self.infer(value)
            case ast.Assign(targets=[target], value=value):
                self._store(target, self.infer(value))
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                self._declare(node, name, value)
            case ast.Return(value=value):
                self._return(_NONE if value is None else self.infer(value))
            case ast.If(test=test, body=body, orelse=orelse):
                self.infer(test)
                self._statements(body)
                self._statements(orelse)
            case ast.While(test=test, body=body, orelse=orelse):
                self.infer(test)
                self._statements(body)
                self._statements(orelse)
            case ast.For(target=target, iter=iterator, body=body):
                self._loop_target(target, iterator)
                self._statements(body)
            case ast.AsyncFor(target=target, iter=iterator, body=body):
                self.infer(iterator)
                self._store(target, UNKNOWN)
                self._statements(body)
            case ast.Raise(exc=exc):
                if exc is not None:
                    self.infer(exc)
            case ast.Nonlocal(names=names):
                self._scope.outer.update(names)
            case ast.ClassDef(body=body):
                for inner in body:
                    self._refuse(*(self.infer(child) for child in _expressions(inner)))
            case ast.ImportFrom() | ast.Pass() | ast.Break() | ast.Continue():
                pass
            case _:
                self._refuse(*(self.infer(child) for child in _expressions(node)))

    def _declare(self, node: ast.AnnAssign, name: str, value: ast.expr | None) -> None:
        declared = _slot_type(slot_of(node))
        if name in self._scope.types:
            self._refuse(declared, self._scope.types[name])
        self._scope.types[name] = declared
        if value is not None:
            self._assign(self.infer(value), declared)

    def _loop_target(self, target: ast.expr, iterator: ast.expr) -> None:
        found = self.infer(iterator)
        kinds: tuple[Kinds, ...] | None = None
        match iterator:
            case ast.Call(func=ast.Name(id=name)) if self._home(name) is None:
                kinds = ITERATORS.get(name)
        if kinds is None:
            self._refuse(found)
            self._store(target, UNKNOWN)
            return
        types = tuple(Inferred(each) for each in kinds)
        if len(types) == 1:
            self._store(target, types[0])
        else:
            self._store(target, Inferred(UNKNOWN.kinds, elements=types))

    def _store(self, target: ast.expr, value: Inferred) -> None:
        match target:
            case ast.Name(id=name):
                self._bind(name, value)
            case ast.Tuple(elts=targets):
                if value.elements is not None and len(value.elements) == len(targets):
                    for each, element in zip(targets, value.elements, strict=True):
                        self._store(each, element)
                    return
                part = ANY if value.kinds == ANY_KIND else self._refuse(value)
                for each in targets:
                    self._store(each, part)
            case ast.Subscript(value=base, slice=key):
                holder = self.infer(base)
                self.infer(key)
                if not holder.kinds <= {"Table", "Any"}:
                    self._refuse(holder, value)
            case ast.Attribute(value=base):
                self._refuse(self.infer(base), value)
            case _:
                self._refuse(value, self.infer(target))

    def _return(self, value: Inferred) -> None:
        signature = self._scope.signature
        if signature is None or signature.is_entry:
            return
        results = signature.results
        if len(results) == 1:
            slot = results[0]
            if slot is None or not slot.is_kept:
                return
            if value.kinds == ANY_KIND:
                # A strict type checker wants to know what is returned.
                self._drop([slot])
            else:
                self._assign(value, _slot_type(slot))
        elif len(results) > 1:
            if value.elements is None or len(value.elements) != len(results):
                self._drop(results)
                self._refuse(value)
                return
            for element, slot in zip(value.elements, results, strict=True):
                self._assign(element, _slot_type(slot))

    # --- expressions ----------------------------------------------------------------------

    def infer(self, node: ast.expr) -> Inferred:
        """Return the type of an expression after checking what is inside."""
        match node:
            case ast.Constant(value=value):
                return _constant(value)
            case ast.Name(id=name):
                return self._load(name)
            case ast.Call():
                result, is_async = self._call(node)
                return Inferred(UNKNOWN.kinds, result.blame) if is_async else result
            case ast.Await(value=ast.Call() as inner):
                return self._call(inner)[0]
            case ast.Await(value=value):
                return self._refuse(self.infer(value))
            case ast.Attribute(value=value):
                return self._attribute(value)
            case ast.Subscript(value=value, slice=key):
                return self._subscript(self.infer(value), key)
            case ast.BinOp(left=left, op=operator, right=right):
                return self._arithmetic(operator, self.infer(left), self.infer(right))
            case ast.UnaryOp(op=operator, operand=operand):
                return self._unary(operator, self.infer(operand))
            case ast.BoolOp(values=values):
                return _joined([self.infer(value) for value in values])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.infer(test)
                return _joined([self.infer(body), self.infer(orelse)])
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._compare(operator, left, right)
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                found = self.infer(value)
                self._bind(name, found)
                return found
            case ast.Tuple(elts=elements):
                return self._tuple(elements)
            case ast.JoinedStr(values=values):
                for value in values:
                    if isinstance(value, ast.FormattedValue):
                        self.infer(value.value)
                return _STR
            case ast.Starred(value=value):
                return self._refuse(self.infer(value))
            case ast.Lambda(args=arguments, body=body):
                return self._lambda(arguments, body)
            case _:
                children = [self.infer(child) for child in _expressions(node)]
                return Inferred(
                    UNKNOWN.kinds, frozenset().union(*(child.blame for child in children))
                )

    def _lambda(self, arguments: ast.arguments, body: ast.expr) -> Inferred:
        outside = self._scope
        self._scope = _Scope(parent=outside)
        for argument in arguments.args:
            self._scope.types[argument.arg] = UNKNOWN
        self._refuse(self.infer(body))
        self._scope = outside
        return UNKNOWN

    def _tuple(self, elements: Sequence[ast.expr]) -> Inferred:
        found = tuple(self.infer(element) for element in elements)
        if any(isinstance(element, ast.Starred) for element in elements):
            return self._refuse(*found)
        blame = frozenset[Slot]().union(*(each.blame for each in found))
        return Inferred(UNKNOWN.kinds, blame, elements=found)

    def _attribute(self, value: ast.expr) -> Inferred:
        holder = self.infer(value)
        return ANY if holder.kinds == ANY_KIND else self._refuse(holder)

    def _subscript(self, holder: Inferred, key: ast.expr) -> Inferred:
        if isinstance(key, ast.Slice):
            bounds = [self.infer(each) for each in (key.lower, key.upper) if each is not None]
            for bound in bounds:
                self._require(bound, frozenset({"int", "bool", "None"}))
            if holder.kinds == _STR.kinds:
                return Inferred(_STR.kinds, holder.blame)
            return ANY if holder.kinds == ANY_KIND else self._refuse(holder)
        index = self.infer(key)
        if holder.elements is not None:
            match key:
                case ast.Constant(value=int() as position) if position < len(holder.elements):
                    return holder.elements[position]
            return self._refuse(holder, index)
        if holder.kinds == ANY_KIND or holder.kinds == _TABLE.kinds:
            return ANY
        if holder.fields is not None and holder.kinds == {"Any", UNKNOWN_KIND}:
            match key:
                case ast.Constant(value=str() as wanted) if wanted in holder.fields:
                    return Inferred(holder.fields[wanted] | ANY_KIND, holder.blame)
        if holder.kinds == _STR.kinds:
            self._require(index, frozenset({"int", "bool"}))
            return Inferred(_STR.kinds, holder.blame)
        return self._refuse(holder, index)

    def _require(self, value: Inferred, allowed: Kinds) -> None:
        if not value.kinds <= allowed | ANY_KIND:
            self._refuse(value)

    def _arithmetic(self, operator: ast.operator, left: Inferred, right: Inferred) -> Inferred:
        kinds: set[str] = set()
        for one in left.kinds:
            for other in right.kinds:
                kind = arithmetic_kind(type(operator).__name__, one, other)
                if kind is None:
                    return self._refuse(left, right)
                kinds.add(kind)
        return Inferred(frozenset(kinds), left.blame | right.blame)

    def _unary(self, operator: ast.unaryop, operand: Inferred) -> Inferred:
        if isinstance(operator, ast.Not):
            return _BOOL
        numbers = {"int", "bool", "Any"} | (
            {"float"} if not isinstance(operator, ast.Invert) else set()
        )
        if not operand.kinds <= numbers:
            return self._refuse(operand)
        kinds = frozenset("int" if kind == "bool" else kind for kind in operand.kinds)
        return Inferred(kinds, operand.blame)

    def _compare(self, operator: ast.cmpop, left_node: ast.expr, right_node: ast.expr) -> Inferred:
        left, right = self.infer(left_node), self.infer(right_node)
        match operator:
            case ast.Is() | ast.IsNot() | ast.Eq() | ast.NotEq():
                if not kinds_overlap(left.kinds, right.kinds):
                    self._refuse(left, right)
                elif isinstance(operator, ast.Is | ast.IsNot):
                    return _BOOL
            case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE():
                if not all(
                    order_is_typed(one, other) for one in left.kinds for other in right.kinds
                ):
                    return self._refuse(left, right)
            case _:
                return self._refuse(left, right)
        blame = left.blame | right.blame
        if "Any" in left.kinds or "Any" in right.kinds:
            return Inferred(ANY_KIND, blame)
        if UNKNOWN_KIND in left.kinds or UNKNOWN_KIND in right.kinds:
            return Inferred(UNKNOWN.kinds, blame)
        return Inferred(_BOOL.kinds, blame)

    # --- calls ----------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> tuple[Inferred, bool]:
        """Return the type of the result, and whether it has to be awaited."""
        callee = self._callee(node.func)
        if callee is not None:
            return self._generated_call(node, callee)
        match node.func:
            case ast.Name(id=name) if self._home(name) is None:
                return self._helper_call(node, name), False
            case ast.Attribute(value=ast.Name(id=module), attr=attr) if (
                self._home(module) is None and module in self._module.runtime
            ):
                self._arguments(node)
                kinds = LIBRARY_RESULTS.get(f"{self._module.runtime[module]}.{attr}")
                return (UNKNOWN if kinds is None else Inferred(kinds)), False
            case ast.Attribute(value=receiver, attr=attr):
                return self._method_call(node, self.infer(receiver), attr), False
            case other:
                function = self.infer(other)
                self._arguments(node)
                if function.kinds <= {"Any", "Callable"}:
                    return ANY, False
                return self._refuse(function), False

    def _arguments(self, node: ast.Call) -> list[Inferred]:
        """Infer the arguments of a function that takes `Any`."""
        found = [self.infer(argument) for argument in node.args]
        found.extend(self.infer(keyword.value) for keyword in node.keywords)
        return found

    def _helper_call(self, node: ast.Call, name: str) -> Inferred:
        found = self._arguments(node)
        if name in BUILTINS:
            allowed, result = BUILTINS[name]
            for value in found:
                self._require(value, allowed)
            return Inferred(result) if result else UNKNOWN
        if name == "wrap64":
            (value,) = found
            return value if value.kinds <= {"int", "bool"} else ANY
        if name == "Table":
            return _TABLE
        if name in HELPER_RESULTS:
            return Inferred(HELPER_RESULTS[name])
        if name == "type":
            self._refuse(*found)
        return UNKNOWN

    def _method_call(self, node: ast.Call, receiver: Inferred, attr: str) -> Inferred:
        arguments = self._arguments(node)
        if receiver.kinds == ANY_KIND:
            return ANY
        if receiver.kinds == _TABLE.kinds and attr in TABLE_METHODS:
            kinds = TABLE_METHODS[attr]
            return Inferred(kinds) if kinds else UNKNOWN
        if not receiver.blame:
            return UNKNOWN
        return self._refuse(receiver, *arguments)

    def _generated_call(self, node: ast.Call, callee: FunctionNode) -> tuple[Inferred, bool]:
        is_async = isinstance(callee, ast.AsyncFunctionDef)
        signature = signature_of(callee)
        if signature is None:
            self._arguments(node)
            return (ANY if returns_any(callee) else UNKNOWN), is_async
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            self._drop(signature.parameters)
        for position, argument in enumerate(node.args):
            found = self.infer(argument)
            if position < len(signature.parameters):
                self._assign(found, _slot_type(signature.parameters[position]))
        for keyword in node.keywords:
            self.infer(keyword.value)
        results = tuple(_slot_type(slot) for slot in signature.results)
        match results:
            case ():
                return (ANY if returns_any(callee) else UNKNOWN), is_async
            case (only,):
                return only, is_async
            case _:
                blame = frozenset[Slot]().union(*(each.blame for each in results))
                return Inferred(UNKNOWN.kinds, blame, elements=results), is_async


def _slot_type(slot: Slot | None) -> Inferred:
    if slot is None or not slot.is_kept:
        return ANY
    return Inferred(slot.kinds, frozenset({slot}), fields=slot.fields)


def returns_any(node: FunctionNode) -> bool:
    """Whether a function is annotated to return `Any`."""
    return isinstance(node.returns, ast.Name) and node.returns.id == "Any"


def terminates(body: Sequence[ast.stmt]) -> bool:
    """Whether the end of a block is out of reach, as a type checker sees it."""
    match body:
        case [*_, ast.Return() | ast.Raise()]:
            return True
        case [*_, ast.If(body=then, orelse=[_, *_] as otherwise)]:
            return terminates(then) and terminates(otherwise)
        case [*_, ast.While(test=ast.Constant(value=True), body=inside)]:
            return not _breaks(inside)
        case _:
            return False


def _breaks(body: Sequence[ast.stmt]) -> bool:
    for statement in body:
        match statement:
            case ast.Break():
                return True
            case ast.If(body=then, orelse=otherwise):
                if _breaks(then) or _breaks(otherwise):
                    return True
            case _:
                pass
    return False


def _expressions(node: ast.AST) -> list[ast.expr]:
    found: list[ast.expr] = []
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        child = waiting.pop(0)
        if isinstance(child, ast.expr):
            found.append(child)
        else:
            waiting.extend(ast.iter_child_nodes(child))
    return found


def _joined(values: Sequence[Inferred]) -> Inferred:
    """Return the type of what may be any of some values."""
    kinds = NO_KINDS.union(*(value.kinds for value in values))
    blame = frozenset[Slot]().union(*(value.blame for value in values))
    return Inferred(kinds, blame)


def _constant(value: object) -> Inferred:
    match value:
        case None:
            return _NONE
        case bool():
            return _BOOL
        case int():
            return _INT
        case float():
            return Inferred(frozenset({"float"}))
        case str():
            return _STR
        case _:
            return UNKNOWN
