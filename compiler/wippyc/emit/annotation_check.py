"""Which annotations a strict type checker accepts: the others are dropped.

All modules of a program are walked with the types their slots would give. Where a type checker
would object, or where it cannot be told whether it would, every slot the types at hand come from
is dropped; this is repeated until nothing more is dropped. What `Any` stood for before raises no
objection, so the modules without any slot are accepted.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from wippyc.emit.annotation_expressions import ExpressionCheck
from wippyc.emit.annotation_types import (
    ANY,
    NONE,
    UNKNOWN,
    CheckedModule,
    Inferred,
    Scope,
    inner_expressions,
    opened_parameters,
    slot_type,
    terminates,
)
from wippyc.emit.annotations import (
    ANY_KIND,
    ITERATOR_KIND,
    LIST_KIND,
    MAP_KIND,
    FunctionNode,
    Kinds,
    signature_of,
    slot_of,
)
from wippyc.emit.inference import ITERATORS, TABLE_ITERATORS


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
    waiting = set(modules)
    while waiting:
        changed: set[str] = set()
        for entry_id, module in modules.items():
            if entry_id in waiting:
                check = _Check(module, functions)
                check.run()
                if check.has_dropped:
                    # Its own slots, or those of functions it calls.
                    changed.add(entry_id)
                    changed.update(module.libraries.values())
        waiting = {
            entry_id
            for entry_id, module in modules.items()
            if entry_id in changed or not changed.isdisjoint(module.libraries.values())
        }


class _Check(ExpressionCheck):
    """One walk over one module."""

    def run(self) -> None:
        """Walk the module; nested functions come after the functions around them."""
        self._statements(self.module.body)
        while self.waiting:
            node, parent = self.waiting.pop(0)
            self._function(node, parent)

    # --- functions ------------------------------------------------------------------------

    def _function(self, node: FunctionNode, parent: Scope) -> None:
        signature = signature_of(node)
        self.scope = Scope(parent=parent, signature=signature)
        for position, argument in enumerate(node.args.args):
            slot = signature.parameters[position] if signature is not None else None
            self.scope.types[argument.arg] = slot_type(slot)
        for argument in node.args.kwonlyargs:
            self.scope.types[argument.arg] = ANY
        if node.args.vararg is not None:
            self.scope.types[node.args.vararg.arg] = UNKNOWN
        if signature is not None and signature.is_entry:
            self.scope.opened.update(opened_parameters(node.body))
        self._statements(node.body)
        if signature is not None and not signature.is_entry and not terminates(node.body):
            # `return None` is added where falling off the end is a result.
            results = signature.results
            if len(results) != 1 or results[0] is None or "None" not in results[0].kinds:
                self.drop(results)

    def _define(self, node: FunctionNode) -> None:
        functions = self.scope.functions
        if node.name in functions and functions[node.name] is not node:
            for other in (node, functions[node.name]):
                self.drop_signature(other)
        functions[node.name] = node
        self.waiting.append((node, self.scope))

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
                self._return(NONE if value is None else self.infer(value))
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
                self.scope.outer.update(names)
            case ast.ClassDef(body=body):
                for inner in body:
                    self.refuse(*(self.infer(child) for child in inner_expressions(inner)))
            case ast.ImportFrom() | ast.Pass() | ast.Break() | ast.Continue():
                pass
            case _:
                self.refuse(*(self.infer(child) for child in inner_expressions(node)))

    def _declare(self, node: ast.AnnAssign, name: str, value: ast.expr | None) -> None:
        declared = slot_type(slot_of(node))
        if name in self.scope.types:
            self.refuse(declared, self.scope.types[name])
        self.scope.types[name] = declared
        if value is not None:
            self.assign(self.infer(value), declared)

    def _loop_target(self, target: ast.expr, iterator: ast.expr) -> None:
        found = self.infer(iterator)
        kinds: tuple[Kinds, ...] | None = None
        match iterator:
            case ast.Call(func=ast.Name(id=name)) if self.home(name) is None:
                kinds = ITERATORS.get(name)
            case ast.Call(func=ast.Attribute(attr=name)) if found.kinds == ANY_KIND:
                kinds = TABLE_ITERATORS.get(name)
        if found.kinds == MAP_KIND:
            kinds = (frozenset({"str"}),)
        if kinds is None and found.kinds in (ITERATOR_KIND, LIST_KIND):
            for each in target.elts if isinstance(target, ast.Tuple) else [target]:
                self._store(each, ANY)
            return
        if kinds is None:
            self.refuse(found)
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
                self.bind(name, value)
            case ast.Tuple(elts=targets):
                if value.elements is not None and len(value.elements) == len(targets):
                    for each, element in zip(targets, value.elements, strict=True):
                        self._store(each, element)
                    return
                part = ANY if value.kinds == ANY_KIND else self.refuse(value)
                for each in targets:
                    self._store(each, part)
            case ast.Subscript(value=base, slice=key):
                holder = self.infer(base)
                index = self.infer(key)
                if holder.kinds == LIST_KIND:
                    self.position(holder, index)
                elif holder.kinds == MAP_KIND:
                    self.text_key(index)
                elif not holder.kinds <= {"Table", "Any"}:
                    self.refuse(holder, value)
            case ast.Attribute(value=base):
                holder = self.infer(base)
                if not self.has_fields(holder):
                    self.refuse(holder, value)
            case _:
                self.refuse(value, self.infer(target))

    def _return(self, value: Inferred) -> None:
        signature = self.scope.signature
        if signature is None or signature.is_entry:
            return
        results = signature.results
        if len(results) == 1:
            slot = results[0]
            if slot is None or not slot.is_kept:
                return
            if value.kinds == ANY_KIND:
                # A strict type checker wants to know what is returned.
                self.drop([slot])
            else:
                self.assign(value, slot_type(slot))
        elif len(results) > 1:
            if value.elements is None or len(value.elements) != len(results):
                self.drop(results)
                self.refuse(value)
                return
            for element, slot in zip(value.elements, results, strict=True):
                self.assign(element, slot_type(slot))
