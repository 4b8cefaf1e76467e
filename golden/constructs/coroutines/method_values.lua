-- Methods of objects as values: those that wait for the system make their callers wait.
local function take(queue)
  local receive = queue.receive
  return receive(queue)
end

local function close(queue, name)
  local method = queue[name]
  return method(queue)
end

local function hour(moment)
  local read = moment.hour
  return read(moment)
end

local function main(name)
  local queue = channel.new(1)
  queue:send(name)
  return take(queue), close(queue, name), hour(time.now())
end

return { main = main }
