--- a built-in function is replaced, and its old value used
local native = type
type = function(value) if value == 1 then return "one" end return native(value) end
local function kind(value)
  if type(value) == "string" then return "s" .. value elseif type(value) == "one" then return "first" end
  return type(value)
end
out(kind(1), kind("a"), kind({}))
type = native
out(kind(1))
--- assigned inside of a function
local function quiet() tonumber = function() return "none" end end
out(tonumber("5") + 1)
quiet()
out(tonumber("5") .. "!")
--- kept if it is there
rawequal = rawequal or function() return "missing" end
unpack = unpack or table.unpack
out(rawequal(1, 1), unpack({1, 2}))
--- used while it is replaced
local plain = tostring
function tostring(value) return "<" .. plain(value) .. ">" end
out(tostring(1))
tostring = plain
--- errors that are none
local raise = error
error = function(message) return "no " .. message end
local function need(value) if not value then error("value") end return value end
out(need(nil), need(1))
error = raise
out((pcall(need, nil)))
