--== by name, alias, table, closure and method
local random = math.random
local dice = { roll = math.random }
local Game = {}
Game.__index = Game
function Game:play()
    return math.random(6) --! WD104
end
local function maker()
    return function()
        return math.random() --! WD104
    end
end
local function main(input)
    math.randomseed(input.seed) --! WD104
    local a = random(6) --! WD104
    local b = dice.roll(6) --! WD104
    local game = setmetatable({}, Game)
    return { a, b, game:play(), maker()() }
end
return { main = main }
--== what is recorded
--: modules: uuid, crypto
local function main()
    local a = uuid.v4() -- fine
    local b = crypto.random.string(16) -- fine
    local c = math.floor(2.5) -- fine
    return { a, b, c }
end
return { main = main }
--== a library, through another one
--: imports: helpers
local function main(items)
    return helpers.pick(items)
end
return { main = main }
--: file helpers library.lua
--: imports: dice
local M = {}
function M.pick(items)
    return items[dice.roll(#items)]
end
function M.unused()
    return math.random() -- fine
end
return M
--: file dice library.lua
local M = {}
M.roll = function(n)
    return math.random(n) --! WD104
end
return M
