--- quotients that are no integers
local function any(value) return value end
any("text") any(nil)
local function is_itself(n) return "<" .. n .. ">" == "<" .. any(n) .. ">" end
local none = 0
return is_itself(math.floor(7 / none)), is_itself(math.ceil(-7 / none)), is_itself(math.floor(7 / -0.0))
--- a divisor that no number is
local half = 1 / 2
return math.floor(9 / half), math.ceil(7 / -half), there(function() return math.floor(7 / true) end)
