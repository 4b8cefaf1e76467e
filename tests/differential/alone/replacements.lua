--- errors with the position of the caller of a replacement
local function shown(f) local ok, value = pcall(f) return (value:gsub("^.-:%d+: ", "position ", 1)) end
local s = "abc"
out(shown(function() return (s:gsub("%w", function(c) if c == "b" then error("e", 2) end return c end)) end))
out(shown(function() return (s:gsub("%w", function(c) if c == "b" then error("e", 1) end return c end)) end))
out(shown(function() return (s:gsub("%w", function(c) if c == "b" then error("e") end return c end)) end))
--- errors with a position further out
local function shown(f) local ok, value = pcall(f) return (value:gsub("^.-:%d+: ", "position ", 1)) end
local s = "abc"
local function check(c, level) if c == "b" then error("e", level) end return c end
for level = 0, 3 do
  out(shown(function() return (s:gsub("%w", function(c) return check(c, level) .. "!" end)) end))
end
--- errors with the position of the replacement, raised by what it calls
local function shown(f) local ok, value = pcall(f) return (value:gsub("^.-:%d+: ", "position ", 1)) end
local s = "abc"
local function check(c) if c == "b" then error("e", 2) end return c end
out(shown(function() return (s:gsub("%w", function(c) return check(c) .. "!" end)) end))
