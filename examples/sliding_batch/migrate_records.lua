local funcs = require("funcs")
local workflow = require("workflow")

type State = {
    total: integer,
    window?: integer,
    page_size?: integer,
    offset?: integer,
    migrated?: integer,
    skipped?: integer,
    highest?: integer,
    runs?: integer
}

-- Migrates one page. At most `window` records are under way at any time; as soon as one is done,
-- the next one starts.
local function migrate_page(records, window)
    local done = channel.new(window)
    local migrated, skipped = 0, 0
    local running, highest, next_record = 0, 0, 1

    while next_record <= #records or running > 0 do
        while running < window and next_record <= #records do
            local id = records[next_record]
            next_record = next_record + 1
            running = running + 1
            highest = math.max(highest, running)
            coroutine.spawn(function()
                local changed, err = funcs.call("app:migrate_record", id)
                done:send(err == nil and changed)
            end)
        end
        if done:receive() then
            migrated = migrated + 1
        else
            skipped = skipped + 1
        end
        running = running - 1
    end
    return migrated, skipped, highest
end

local function main(state: State)
    local window = state.window or 5
    local page_size = state.page_size or 100
    local offset = state.offset or 0

    local page, err = funcs.call("app:list_records", { offset = offset, limit = page_size, total = state.total })
    if err then
        return nil, err
    end

    local migrated, skipped, highest = migrate_page(page, window)
    local now = {
        total = state.total,
        window = window,
        page_size = page_size,
        offset = offset + #page,
        migrated = (state.migrated or 0) + migrated,
        skipped = (state.skipped or 0) + skipped,
        highest = math.max(state.highest or 0, highest),
        runs = (state.runs or 0) + 1
    }
    if #page == page_size then
        -- The history stays short whatever the number of records.
        process.upgrade(nil, now)
    end

    workflow.attrs({ memo = { migrated = now.migrated } })
    return now
end

return { main = main }
