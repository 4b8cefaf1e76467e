local function run(job)
    if not job.value then
        return nil, errors.new({ message = "nothing to do", kind = errors.INVALID, retryable = false })
    end
    return job.value * job.value
end

return { run = run }
