-- What a chunk computes and the metatables it sets before `M.later` do not read it.
local M = {}
local Base = {}
local limit = 2 + 3
local label = "at " .. limit
local function ask() return M.later() end
local Class = setmetatable({}, { __index = Base })
local bound = 2 * 8

function M.later() return "late" end

local function main()
  return { M.later(), ask(), limit, label, bound, Class.x }
end

return { main = main }
