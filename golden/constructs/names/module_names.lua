-- Names that generated modules define or import are not taken by variables, functions and fields.
local function Any(Callable, Iterator)
  return Callable + Iterator
end

local workflow = { activity = 1 }
function workflow.chunk(annotations)
  local timedelta, RetryPolicy = annotations, 2
  return timedelta + RetryPolicy
end

local function TypedDict(Literal, NotRequired)
  local ActivityCancellationType, type_values = Literal .. "", NotRequired
  local whitespace, wippy_workflow = ActivityCancellationType, type_values
  local Generator, Match = whitespace, wippy_workflow
  return Generator, Match
end

local function main(Any_, activity)
  local chunk = Any(1, 2) + workflow.chunk(3)
  return chunk, TypedDict(Any_, activity), workflow.activity
end

return { main = main }
