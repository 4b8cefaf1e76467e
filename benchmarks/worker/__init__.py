"""The same workflows twice: in Lua, and written by hand for Temporal."""
