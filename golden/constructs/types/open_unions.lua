-- A union with `any` is `any`.
type Loose = { name: string, value: string | any, list: { number | any } }

local function shown(item: Loose, other: string | any): any
  return item.value or other
end

local function main(input: Loose)
  return shown(input, "other")
end

return { main = main }
