-- A field that the `__index` table has is never nil.
local Base = {}
Base.__index = Base
Base.name = "base"

function Base.new()
  return setmetatable({}, Base)
end

function Base:title()
  return self.name .. "!"
end

local function main()
  local defaults = { label = "x" }
  local options = setmetatable({}, { __index = defaults })
  local maybe = setmetatable({ other = 1 }, { __index = function() end })
  local base = Base.new()
  return options.label .. "y", maybe.label, base:title()
end

return { main = main }
