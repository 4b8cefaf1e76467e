"""Python functions as Lua function values: any number of arguments may be passed to them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any, cast

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_ATTRIBUTE = "__lua_function__"
# Callables that cannot carry an attribute: C functions and classes, of which there are few.
_wrapped: dict[Any, Callable[..., Any]] = {}


def lua_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function` as a Lua value: missing arguments are nil, extra ones are dropped.

    The same function gives the same value each time, so Lua's `==` and table keys work. A
    parameter with a default keeps it when the argument is missing (not when it is nil).
    """
    existing = getattr(function, _ATTRIBUTE, None)
    if existing is not None:
        return cast("Callable[..., Any]", existing)
    if not isinstance(function, FunctionType):
        return _wrap_other(function)
    wrapper = _wrap(function)
    setattr(wrapper, _ATTRIBUTE, wrapper)
    setattr(function, _ATTRIBUTE, wrapper)
    return wrapper


def set_lua_function(function: Callable[..., Any], value: Callable[..., Any]) -> None:
    """Choose the Lua value of a function whose direct calls take another form."""
    setattr(function, _ATTRIBUTE, value)


def _wrap_other(function: Callable[..., Any]) -> Callable[..., Any]:
    try:
        known = _wrapped.get(function)
    except TypeError:
        return _wrap(function)
    if known is None:
        known = _wrap(function)
        if not inspect.ismethod(function):
            _wrapped[function] = known
    return known


def _wrap(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile an adapter: a call through it costs one frame and no argument tuple."""
    parameters = inspect.signature(function).parameters.values()
    positional = [parameter for parameter in parameters if parameter.kind in _POSITIONAL]
    is_variadic = any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters)
    if is_variadic and all(p.default is not inspect.Parameter.empty for p in positional):
        return function
    namespace: dict[str, Any] = {"function": function}
    declared = []
    for number, parameter in enumerate(positional):
        default = None if parameter.default is inspect.Parameter.empty else parameter.default
        namespace[f"d{number}"] = default
        declared.append(f"a{number}=d{number}")
    rest = "*rest" if is_variadic else "*_"
    passed = [f"a{number}" for number in range(len(positional))]
    if is_variadic:
        passed.append("*rest")
    code = f"def wrapper({', '.join([*declared, rest])}): return function({', '.join(passed)})"
    exec(compile(code, f"<lua function {getattr(function, '__name__', '?')}>", "exec"), namespace)
    wrapper = cast("Callable[..., Any]", namespace["wrapper"])
    wrapper.__name__ = getattr(function, "__name__", "wrapper")
    wrapper.__doc__ = function.__doc__
    wrapper.__wrapped__ = function  # type: ignore[attr-defined]
    return wrapper
