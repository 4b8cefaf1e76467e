-- Loops of a control flow graph in the manner of Havlak: depth-first numbers, union-find,
-- back edges, nesting.

local Block = {}
Block.__index = Block

local function new_block(id)
  return setmetatable({ id = id, into = {}, out = {} }, Block)
end

function Block:connect(other)
  table.insert(self.out, other)
  table.insert(other.into, self)
end

local Graph = {}
Graph.__index = Graph

function Graph.new()
  return setmetatable({ blocks = {} }, Graph)
end

function Graph:block(id)
  local block = self.blocks[id]
  if not block then
    block = new_block(id)
    self.blocks[id] = block
  end
  return block
end

function Graph:edge(from, to)
  self:block(from):connect(self:block(to))
end

local function diamond(graph, start)
  graph:edge(start, start + 1)
  graph:edge(start, start + 2)
  graph:edge(start + 1, start + 3)
  graph:edge(start + 2, start + 3)
  return start + 3
end

local function straight(graph, start, length)
  for i = 0, length - 1 do
    graph:edge(start + i, start + i + 1)
  end
  return start + length
end

local function base_loop(graph, from)
  local header = straight(graph, from, 1)
  local first = diamond(graph, header)
  local middle = straight(graph, first, 1)
  local second = diamond(graph, middle)
  local footer = straight(graph, second, 1)
  graph:edge(middle, first)
  graph:edge(footer, header)
  graph:edge(footer, from)
  return straight(graph, footer, 1)
end

local function number_blocks(block, numbers, order, last)
  local number = #order + 1
  numbers[block.id] = number
  order[number] = block
  for _, target in ipairs(block.out) do
    if not numbers[target.id] then
      number_blocks(target, numbers, order, last)
    end
  end
  last[number] = #order
  return last[number]
end

local function find(parents, node)
  local root = node
  while parents[root] ~= root do
    root = parents[root]
  end
  while parents[node] ~= root do
    parents[node], node = root, parents[node]
  end
  return root
end

local function find_loops(graph, entry)
  local numbers, order, last = {}, {}, {}
  number_blocks(graph.blocks[entry], numbers, order, last)
  local count = #order
  local parents, headers, back, other = {}, {}, {}, {}
  for w = 1, count do
    parents[w] = w
    back[w] = {}
    other[w] = {}
    for _, source in ipairs(order[w].into) do
      local v = numbers[source.id]
      if v then
        if w <= v and v <= last[w] then
          table.insert(back[w], v)
        else
          table.insert(other[w], v)
        end
      end
    end
  end

  local loops = {}
  for w = count, 1, -1 do
    local body, inside = {}, {}
    for _, v in ipairs(back[w]) do
      if v ~= w then
        local root = find(parents, v)
        if not inside[root] then
          inside[root] = true
          table.insert(body, root)
        end
      end
    end
    local position = 1
    while position <= #body do
      local x = body[position]
      position = position + 1
      for _, y in ipairs(other[x]) do
        local root = find(parents, y)
        if w <= root and root <= last[w] and root ~= w and not inside[root] then
          inside[root] = true
          table.insert(body, root)
        end
      end
    end
    if #body > 0 or #back[w] > 0 then
      local loop = { header = w, size = #body, nested = 0 }
      for _, x in ipairs(body) do
        parents[x] = w
        if headers[x] then
          loop.nested = math.max(loop.nested, headers[x].nested + 1)
        end
      end
      headers[w] = loop
      table.insert(loops, loop)
    end
  end
  return loops, count
end

local function main()
  local graph = Graph.new()
  local at = 1
  for _ = 1, 60 do
    local top = at
    at = straight(graph, at, 1)
    for _ = 1, 3 do
      at = base_loop(graph, at)
    end
    graph:edge(at, top)
    at = straight(graph, at, 1)
  end
  local loops, count = find_loops(graph, 1)
  local size, depth = 0, 0
  for _, loop in ipairs(loops) do
    size = size + loop.size
    depth = math.max(depth, loop.nested)
  end
  return string.format("%d %d %d %d", count, #loops, size, depth)
end

return main
