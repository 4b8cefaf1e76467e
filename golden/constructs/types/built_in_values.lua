-- A built-in function that is a value gives what its calls by name give.
local function main(text)
  local length, substitute = string.len, string.gsub
  local size = length(text)
  local _, count = substitute(text, "a", "b")
  return size // 2, "size " .. size, count // 2, "count " .. count
end

return { main = main }
