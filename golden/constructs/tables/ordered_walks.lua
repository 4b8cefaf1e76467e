-- Sorting may run `__lt`: what that does to a dict is not known where it is walked.
local Version = {}
Version.__index = Version
function Version.__lt(a, b) return a.number < b.number end

local function main(text)
  local counts, found = {}, {}
  for word in string.gmatch(tostring(text), "%a+") do
    counts[word] = (counts[word] or 0) + 1
    found[#found + 1] = setmetatable({ number = #word }, Version)
  end
  for _ in pairs(counts) do table.sort(found) end
  return #found
end

return { main = main }
