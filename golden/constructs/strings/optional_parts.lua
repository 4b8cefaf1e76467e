-- A text that may be nil has no parts in Python either.
local function beginning(text)
  return text:sub(1, 2)
end

-- Computing a position must not come before the error.
local function until_place(text, places)
  return text:sub(1, #places)
end

local function main()
  return beginning("abc"), beginning(nil), until_place("abc", { 1 }), until_place(nil, { 1, 2 })
end

return { main = main }
