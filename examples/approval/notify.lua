type Notice = {group: string, request: string, reminder: boolean}

-- Where a mail would be sent; returns the subject line.
local function notify(notice: Notice)
    local subject = string.format("Request %s waits for %s", notice.request, notice.group)
    if notice.reminder then
        subject = subject .. " (escalated)"
    end
    return { subject = subject }
end

return { notify = notify }
