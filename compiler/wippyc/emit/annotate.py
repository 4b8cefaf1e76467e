"""The last step of emitting: annotations that analysis and type checkers agree on are written."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from wippyc.emit.annotation_check import drop_refused_slots
from wippyc.emit.annotation_types import CheckedModule, terminates
from wippyc.emit.annotations import (
    ANY_KIND,
    FunctionNode,
    Signature,
    Slot,
    kinds_annotation,
    record_kind,
    signature_of,
    slot_of,
    union_of,
)
from wippyc.emit.build import constant, name, subscript, tuple_of
from wippyc.emit.context import ModuleContext
from wippyc.emit.typed_dicts import DeclaredTypes, is_any

if TYPE_CHECKING:
    from wippyc.emit.module import ModuleTree


# Statements that have statements.
_HOLDERS = frozenset({
    ast.AsyncFor, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.FunctionDef, ast.If, ast.Try,
    ast.While, ast.With,
})  # fmt: skip


def annotate_modules(trees: Mapping[str, ModuleTree]) -> dict[str, ModuleTree]:
    """Write the annotations of all modules of a program.

    Args:
        trees: The modules by entry ID, with slots from `note_signature` and `note_variable`.

    Returns:
        The same modules; their trees are changed in place.
    """
    declared = {entry_id: DeclaredTypes(tree.module) for entry_id, tree in trees.items()}
    for entry_id, tree in trees.items():
        _read_declarations(tree, declared[entry_id])
    drop_refused_slots({entry_id: _checked(tree) for entry_id, tree in trees.items()})
    return {entry_id: _written(tree, declared[entry_id]) for entry_id, tree in trees.items()}


def _nodes(tree: ast.Module) -> Iterator[FunctionNode | ast.AnnAssign]:
    """Yield function definitions and annotated variables, without looking into expressions."""
    waiting: list[ast.stmt] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.AnnAssign):
            yield node
        if type(node) in _HOLDERS:
            waiting.extend(reversed(getattr(node, "orelse", ())))
            waiting.extend(reversed(getattr(node, "body", ())))


def _read_declarations(tree: ModuleTree, declared: DeclaredTypes) -> None:
    """Complete the slots of values from outside with what their written types say."""
    for node in _nodes(tree.tree):
        signature = signature_of(node)
        if signature is None or not signature.is_entry:
            continue
        for slot in (*signature.parameters, *signature.results):
            if slot is not None and slot.declared is not None:
                kinds = declared.kinds(slot.declared)
                slot.kinds = kinds | ANY_KIND
                slot.fields = declared.fields(slot.declared)
                slot.is_kept = bool(kinds - ANY_KIND)


def _checked(tree: ModuleTree) -> CheckedModule:
    runtime = {
        alias.asname or alias.name: alias.name
        for node in tree.tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("wippy_runtime.lib")
        for alias in node.names
    }
    libraries = {alias: entry_id for entry_id, alias in tree.module.library_aliases.items()}
    classes = {
        python_name: record_kind(python_name, record.unit)
        for record, python_name in tree.module.records.items()
    }
    return CheckedModule(body=tree.tree.body, libraries=libraries, runtime=runtime, classes=classes)


def _written(tree: ModuleTree, declared: DeclaredTypes) -> ModuleTree:
    module = tree.module
    changed = False
    for node in _nodes(tree.tree):
        if isinstance(node, ast.AnnAssign):
            slot = slot_of(node)
            if slot is not None and slot.is_kept:
                node.annotation = kinds_annotation(module.imports, slot.kinds)
                changed = True
            continue
        signature = signature_of(node)
        if signature is not None:
            changed = _write_signature(node, signature, module, declared) or changed
    if not changed:
        return tree
    definitions = declared.definitions()
    rest = [node for node in tree.tree.body if not isinstance(node, ast.ImportFrom)]
    # The first statement is the marker of the chunk.
    body = [*rest[:1], *definitions, *rest[1:]]
    tree.tree.body = [*_needed(module.imports.statements(), body), *body]
    return replace(tree, runtime_modules=frozenset(module.imports.runtime_modules))


def _write_signature(
    node: FunctionNode, signature: Signature, module: ModuleContext, declared: DeclaredTypes
) -> bool:
    def shown(slot: Slot) -> ast.expr:
        if slot.declared is None:
            return kinds_annotation(module.imports, slot.kinds)
        anything = module.imports.standard("typing", "Any")
        wanted = declared.annotation(slot.declared)
        return anything if is_any(wanted) else union_of([wanted, anything])

    kept = [slot for slot in (*signature.parameters, *signature.results) if slot and slot.is_kept]
    for argument, slot in zip(node.args.args, signature.parameters, strict=True):
        if slot is not None and slot.is_kept:
            argument.annotation = shown(slot)
    if any(slot is not None and slot.is_kept for slot in signature.results):
        results = [
            shown(slot)
            if slot is not None and slot.is_kept
            else module.imports.standard("typing", "Any")
            for slot in signature.results
        ]
        if len(results) == 1:
            node.returns = results[0]
            if not signature.is_entry:
                _return_explicitly(node)
        else:
            node.returns = subscript(name("tuple"), tuple_of(results))
    return bool(kept)


def _return_explicitly(node: FunctionNode) -> None:
    """Write the nil that falling off the end returns."""
    for statement in _own_statements(node.body):
        if isinstance(statement, ast.Return) and statement.value is None:
            statement.value = constant(None)
    if not terminates(node.body):
        node.body.append(ast.Return(value=constant(None)))


def _own_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if type(statement) in _HOLDERS:
            yield from _own_statements(getattr(statement, "body", []))
            yield from _own_statements(getattr(statement, "orelse", []))


def _needed(imports: list[ast.stmt], body: list[ast.stmt]) -> list[ast.stmt]:
    """Leave out `Any` where no annotation is left that mentions it."""
    if any(
        isinstance(node, ast.Name) and node.id == "Any" for each in body for node in ast.walk(each)
    ):
        return imports
    found: list[ast.stmt] = []
    for statement in imports:
        assert isinstance(statement, ast.ImportFrom)
        if (statement.level, statement.module) == (0, "typing"):
            statement.names = [alias for alias in statement.names if alias.name != "Any"]
        if statement.names:
            found.append(statement)
    return found
