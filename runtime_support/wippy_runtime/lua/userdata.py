"""Base class of the values that are `userdata` for Lua: errors, channels, times, threads …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from .errors import runtime_error


class Userdata:
    """A value of the host language with methods that Lua can call.

    Class attributes:
        lua_methods: Lua method name → name of the Python attribute that implements it.
        lua_type: What Lua's `type()` says.
        lua_name: Name of the Go type shown by the default `tostring`.
    """

    __slots__ = ()

    lua_methods: ClassVar[Mapping[str, str]] = {}
    lua_type: ClassVar[str] = "userdata"
    lua_name: ClassVar[str] = ""

    def lua_index(self, key: Any) -> Any:
        """Return `self[key]` as Lua sees it: a method as a function, or nil."""
        attribute = type(self).lua_methods.get(key) if type(key) is str else None
        if attribute is None:
            return None
        from .functions import lua_function

        return lua_function(getattr(type(self), attribute))

    def lua_method(self, name: str) -> Any:
        """Return what `self:name(…)` calls; a class may have methods its fields hide."""
        return self.lua_index(name)

    def __getitem__(self, key: Any) -> Any:
        """Read a field, as generated code reads one of any value but a string."""
        return self.lua_index(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        """Assign a field, as generated code does for any value."""
        self.lua_setindex(key, value)

    def lua_setindex(self, key: Any, value: Any) -> None:
        """Assign a field.

        Raises:
            LuaError: Always, unless a subclass has assignable fields.
        """
        from .values import index_error

        raise index_error(self, key)

    def lua_call(self, *arguments: Any) -> Any:
        """Call the value.

        Raises:
            LuaError: Always, unless a subclass is callable for Lua.
        """
        raise runtime_error("attempt to call a non-function object")

    def lua_tostring(self) -> str:
        """Return the text of `tostring(self)`."""
        if self.lua_type != "userdata":
            return f"{self.lua_type}: 0x{id(self):012x}"
        return f"userdata({self.lua_name or '*' + type(self).__name__}): 0x{id(self):012x}"

    def lua_concat_text(self) -> str | None:
        """Return the text that `..` and `table.concat` use, or None if they refuse the value."""
        return None

    def lua_format_text(self) -> str:
        """Return the text of `%s` in `string.format`."""
        return self.lua_tostring()
