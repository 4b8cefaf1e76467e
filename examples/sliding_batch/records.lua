-- One page of record numbers.
local function list(query)
    local page = {}
    local last = math.min(query.offset + query.limit, query.total)
    for id = query.offset + 1, last do
        table.insert(page, id)
    end
    return page
end

-- Migrates a record; false when there was nothing to do. Every tenth is damaged for good.
local function migrate(id)
    if id % 10 == 0 then
        return nil, errors.new({ message = "damaged record", kind = errors.INVALID, retryable = false })
    end
    return id % 7 ~= 0
end

return { list = list, migrate = migrate }
