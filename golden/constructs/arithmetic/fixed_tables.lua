-- The length of a table that keeps its elements is a number in the text: the sum cannot wrap.
local WORDS = { "order", "item" }
local CHANGED = { "order", "item" }

local function main()
  WORDS.kind = "noun"
  CHANGED[3] = "line"
  return { 9223372036854775805 + #WORDS, 9223372036854775805 + #CHANGED, WORDS[1], WORDS.kind }
end

return { main = main }
