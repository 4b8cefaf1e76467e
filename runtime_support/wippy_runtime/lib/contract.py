"""Lua module `contract`: interfaces of functions, and the bindings that implement them.

A method of an opened binding is a function of the application. In a workflow calling it is an
activity, as every function call there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from .. import registry
from ..host import host
from ..lua.arguments import string_argument
from ..lua.errors import argument_error
from ..lua.strings import from_text, to_text
from ..lua.table import Table, array
from ..lua.userdata import Userdata
from .errors import Error
from .failure import invalid, not_found, wrong_type
from .funcs import Future
from .plain_values import lua_value

_DEFINITION = "contract.definition"
_BINDING = "contract.binding"
_ASYNC = "_async"
_NOTHING: Mapping[str, Any] = {}

Outcome = tuple[Any, Error | None]


class Contract(Userdata):
    """An interface; immutable."""

    __slots__ = ("_context", "_id", "_options")
    lua_name: ClassVar[str] = "*contract.Contract"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name
        for name in (
            "id",
            "methods",
            "method",
            "implementations",
            "open",
            "with_context",
            "with_actor",
            "with_scope",
            "with_options",
        )
    }

    def __init__(
        self,
        contract_id: str,
        context: Mapping[str, Any] = _NOTHING,
        options: Mapping[str, Any] = _NOTHING,
    ) -> None:
        self._id = contract_id
        self._context = context
        self._options = options

    def id(self) -> str:
        """Return the entry ID."""
        return from_text(self._id)

    def methods(self) -> Table:
        """Return `{name, description, input_schemas, output_schemas}` of each method."""
        return array([lua_value(method) for method in _methods(self._id)])

    def method(self, name: Any = None) -> Outcome:
        """Return the description of one method."""
        wanted = to_text(string_argument(name, 1, "method"))
        for method in _methods(self._id):
            if method.get("name") == wanted:
                return lua_value(method), None
        return None, not_found(from_text(f"method not found: {wanted}"))

    def implementations(self) -> Outcome:
        """Return the IDs of the bindings that implement the contract."""
        return find_implementations(from_text(self._id))

    async def open(self, binding_id: Any = None, scope: Any = None) -> Outcome:
        """Return an instance of a binding, by default of the default one."""
        if binding_id is None:
            bindings = list(_bindings_of(self._id))
            chosen = next((name for name, bound in bindings if bound.get("default")), None)
            if chosen is None and len(bindings) == 1:
                chosen = bindings[0][0]
            if chosen is None:
                text = f"no default implementation of contract {self._id}"
                return None, not_found(from_text(text))
            binding_id = from_text(chosen)
        return _open(
            string_argument(binding_id, 1, "open"), scope, self._context, self._options, self._id
        )

    def with_context(self, values: Any = None) -> Contract:
        """Return a contract whose instances call with more context values."""
        context = {**self._context, **_fields(values, "with_context")}
        return Contract(self._id, context, self._options)

    def with_options(self, options: Any = None) -> Contract:
        """Return a contract whose instances call with these options."""
        return Contract(self._id, self._context, _fields(options, "with_options"))

    def with_actor(self, actor: Any = None) -> Contract:
        """Return a contract whose instances call as another actor."""
        return self._unchanged(actor, "with_actor", "actor")

    def with_scope(self, scope: Any = None) -> Contract:
        """Return a contract whose instances call within another security scope."""
        return self._unchanged(scope, "with_scope", "scope")

    def _unchanged(self, value: Any, function: str, what: str) -> Contract:
        if value is None:
            raise argument_error(1, function, f"{what} expected")
        return Contract(self._id, self._context, self._options)


class Instance(Userdata):
    """An opened binding: its methods are the functions it names."""

    __slots__ = ("_context", "_functions", "_options", "contracts")
    lua_name: ClassVar[str] = "*contract.Instance"

    def __init__(
        self,
        contracts: frozenset[str],
        functions: Mapping[str, str],
        context: Mapping[str, Any],
        options: Mapping[str, Any],
    ) -> None:
        self.contracts = contracts
        self._functions = functions
        self._context = context
        self._options = options

    def lua_index(self, key: Any) -> Any:
        """Return a method, its `_async` form, or nil."""
        name = to_text(key) if isinstance(key, str) else ""
        function_id = self._functions.get(name)
        if function_id is not None:
            return self._caller(function_id)
        function_id = self._functions.get(name.removesuffix(_ASYNC))
        if function_id is not None and name.endswith(_ASYNC):
            return self._starter(function_id)
        return None

    def _caller(self, function_id: str) -> Any:
        async def call(_instance: Any = None, *arguments: Any) -> Outcome:
            name = from_text(function_id)
            return await host().call_function(name, arguments, self._options, self._context)

        return call

    def _starter(self, function_id: str) -> Any:
        def start(_instance: Any = None, *arguments: Any) -> Outcome:
            future = Future()
            started, error = host().start_function(
                from_text(function_id), arguments, self._options, self._context, future.finish
            )
            if started is None:
                return None, error
            future.attach(started)
            return future, None

        return start


def get(contract_id: Any = None) -> Outcome:
    """Return a contract by entry ID."""
    name = to_text(string_argument(contract_id, 1, "get"))
    entry = registry.current().data.get(name)
    if entry is None or entry.kind != _DEFINITION:
        return None, not_found(from_text(f"contract not found: {name}"))
    return Contract(name), None


def find_implementations(contract_id: Any = None) -> Outcome:
    """Return the IDs of the bindings that implement a contract, sorted."""
    name = to_text(string_argument(contract_id, 1, "find_implementations"))
    return array([from_text(binding) for binding, _ in _bindings_of(name)]), None


def is_(instance: Any = None, contract_id: Any = None) -> bool:
    """Return whether an instance implements a contract."""
    name = to_text(contract_id) if isinstance(contract_id, str) else ""
    return isinstance(instance, Instance) and name in instance.contracts


async def open(binding_id: Any = None, scope: Any = None, options: Any = None) -> Outcome:
    """Return an instance of a binding; `?key=value` behind the ID are context values."""
    name = string_argument(binding_id, 1, "open")
    return _open(name, scope, _NOTHING, _NOTHING if options is None else _fields(options, "open"))


def _open(
    binding: str,
    scope: Any,
    context: Mapping[str, Any],
    options: Mapping[str, Any],
    contract_id: str = "",
) -> Outcome:
    name, _, query = to_text(binding).partition("?")
    entry = registry.current().data.get(name)
    if entry is None or entry.kind != _BINDING:
        return None, not_found(from_text(f"binding not found: {name}"))
    values = dict(context)
    values.update((from_text(key), from_text(value)) for key, value in parse_qsl(query))
    if scope is not None:
        values.update(_fields(scope, "open"))
    bound = [each for each in entry.data.get("contracts", ()) if isinstance(each, Mapping)]
    names = frozenset(_full_id(each.get("contract"), name) for each in bound)
    if contract_id and contract_id not in names:
        text = f"binding {name} does not implement contract {contract_id}"
        return None, invalid(from_text(text))
    functions: dict[str, str] = {}
    for each in bound:
        for required in each.get("context_required", ()):
            if from_text(str(required)) not in values:
                return None, invalid(from_text(f"missing required context: {required}"))
        for method, function in dict(each.get("methods") or {}).items():
            functions[str(method)] = _full_id(function, name)
    return Instance(names, functions, values, options), None


def _methods(contract_id: str) -> Iterator[Mapping[str, Any]]:
    methods = registry.current().data[contract_id].data.get("methods", ())
    return (method for method in methods if isinstance(method, Mapping))


def _bindings_of(contract_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, entry in sorted(registry.current().data.items()):
        if entry.kind != _BINDING:
            continue
        for bound in entry.data.get("contracts", ()):
            is_bound = isinstance(bound, Mapping)
            if is_bound and _full_id(bound.get("contract"), name) == contract_id:
                yield name, bound


def _full_id(reference: Any, owner: str) -> str:
    text = str(reference)
    return text if ":" in text else f"{owner.partition(':')[0]}:{text}"


def _fields(table: Any, function: str) -> dict[str, Any]:
    if not isinstance(table, Table):
        raise wrong_type(1, function, "table", table)
    return {key: value for key, value in table.items_in_order() if isinstance(key, str)}


EXPORTS: Mapping[str, Any] = {
    "get": get,
    "find_implementations": find_implementations,
    "is": is_,
    "open": open,
}
