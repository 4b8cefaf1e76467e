local function resize(image: string)
    if string.match(image, "^corrupt") then
        return nil, errors.new({
            message = image .. " is no image",
            kind = errors.INVALID,
            retryable = false
        })
    end
    return #image * 100
end

return { resize = resize }
