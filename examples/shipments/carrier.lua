local function hand_over(parcel)
    if parcel.to == "nowhere" then
        return nil, errors.new({
            message = "no carrier goes to nowhere",
            kind = errors.NOT_FOUND,
            retryable = false
        })
    end
    return string.format("T-%04d", parcel.number)
end

return { hand_over = hand_over }
