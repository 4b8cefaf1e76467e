-- What analysis knows of variables, parameters and results becomes annotations.

type Item = {sku: string, qty: integer, price: number}
type Status = "open" | "closed"

-- An order as shops send it.
type Order = {
  id: string,
  items: {Item},
  status: Status,
  note?: string,
  address: {street: string, city: string},
}

type Reply = {status: string, total: number}

-- Numbers and text that stay what was written.
local function label(prefix: string, number: integer): string
  return prefix .. "-" .. number
end

-- Found out without a written type; falling off the end returns nil.
local function find(names, wanted)
  for position = 1, 3 do
    if names[position] == wanted then
      return position
    end
  end
end

-- Several results, one of them open.
local function take(list, at: integer)
  if at < 1 then
    return nil, "no place " .. at
  end
  return list[at], nil
end

-- Anything may be in `value`, whatever is written.
local function doubled(value: number): number
  return value * 2
end

-- A function and an optional number.
local function apply(action: (number) -> number, start: number?)
  local result = nil
  if start then
    result = action(start)
  end
  return result
end

-- A number first, text later.
local function changing(flag: boolean)
  local value = 1
  if flag then
    value = "one"
  end
  return value
end

-- Compared with something of another type: the parameter stays open.
local function compared(text: string)
  return text == 3
end

local function main(order: Order, rate: number): Reply
  local names = { "a", "b", "c" }
  local place = find(names, "b")
  local item, problem = take(names, 2)
  local half = apply(function(number) return number / 2 end, 5)
  apply(doubled, nil)
  return {
    status = label(order.status, 7),
    total = doubled(order.items[1].price) * rate,
    found = { place, item, problem, half, changing(true), compared("x") },
  }
end

return { main = main }
