-- What a chunk returns is made when it runs: its state belongs to one execution.
local function main()
  return "done"
end

return { main = main, limits = { 1, 2 } }
