--- the chunk itself reads a member that it defines later
local M = {}
local before = M.later
function M.later() return "late" end
local function main() out(before == nil, M.later()) end
--- a metamethod reads it, called by an index
local M = {}
local kept = {}
setmetatable(kept, {__index = function(_, k) return M.later and M.later() or k .. " early" end})
local first = kept.one
function M.later() return "late" end
local function main() out(first, kept.one, M.later()) end
--- a metamethod reads it, called by an operator, set by another name
local M = {}
local log = {}
local meta = {}
meta.__unm = function() log[#log + 1] = M.later and M.later() or "early" return log end
local set = setmetatable
local t = set({}, meta)
local again = -t
function M.later() return "late" end
local function main() out(log[1], (-t)[2], M.later()) end
