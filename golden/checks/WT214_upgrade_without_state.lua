--== the state is lost
--: modules: workflow, funcs
local function main(input)
    local total = 0
    local inbox = process.inbox()
    while true do
        total = total + inbox:receive():payload():data().amount
        if workflow.history_length() > 5000 then
            process.upgrade() --! WT214
        end
    end
end
return { main = main }
--== in lists and fields
--: modules: workflow, funcs
local function main(input)
    local seen = {}
    local inbox = process.inbox()
    while true do
        table.insert(seen, inbox:receive())
        if #seen > 5000 then
            process.upgrade(nil) --! WT214
        end
    end
end
local function other(input)
    local state = { count = 0 }
    for i = 1, 10 do
        state.count = state.count + i
        process.upgrade() --! WT214
    end
end
return { main = function(input) other(input) main(input) end }
--== the state goes on, or there is none
--: modules: workflow, funcs, time
local function main(input)
    local total = 0
    while true do
        total = total + 1
        if total > 5000 then
            process.upgrade(nil, { total = total }) -- fine
        end
        time.sleep("1h")
    end
end
local function stateless()
    while true do
        local round = time.sleep("1h")
        process.upgrade() -- fine
    end
end
local function once()
    process.upgrade() -- fine
end
return { main = function(input) stateless() once() main(input) end }
