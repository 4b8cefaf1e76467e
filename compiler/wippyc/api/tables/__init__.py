"""One module per Lua module, each defining `MODULE`."""
