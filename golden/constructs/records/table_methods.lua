-- A field called as a method of Python's tables is: a table, whose errors say what is nil.
local function double(value)
  return value * 2
end

local function append_of(known)
  local append_holder = nil
  if known then
    append_holder = { append = double }
  end
  return append_holder.append(1)
end

local function get_of(known)
  local get_holder = nil
  if known then
    get_holder = { get = double }
  end
  return get_holder.get(1)
end

local function length_of(known)
  local length_holder = nil
  if known then
    length_holder = { length = double }
  end
  return length_holder.length(1)
end

local function pop_of(known)
  local pop_holder = nil
  if known then
    pop_holder = { pop = double }
  end
  return pop_holder.pop(1)
end

local function set_of(known)
  local set_holder = nil
  if known then
    set_holder = { set = double }
  end
  return set_holder.set(1)
end

local function put_of(known)
  local put_holder = nil
  if known then
    put_holder = { put = double }
  end
  return put_holder.put(1)
end

local function main(known)
  return append_of(known), get_of(known), length_of(known), pop_of(known), set_of(known), put_of(known)
end

return { main = main }
