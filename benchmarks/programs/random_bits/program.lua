-- Bits: xorshift and LCG generators, FNV and Murmur-like hashes, CRC-32, bit sets, shuffling.

local MASK = 0xFFFFFFFF

local Random = {}
Random.__index = Random

function Random.new(seed)
  return setmetatable({ state = seed or 2463534242 }, Random)
end

function Random:next()
  local x = self.state
  x = x ~ (x << 13) & MASK
  x = x ~ (x >> 17)
  x = (x ~ (x << 5)) & MASK
  self.state = x
  return x
end

function Random:between(low, high)
  return low + self:next() % (high - low + 1)
end

local function lcg(seed)
  local state = seed
  return function(limit)
    state = (state * 1664525 + 1013904223) & MASK
    if not limit then return state end
    return (state >> 8) % limit
  end
end

local function fnv1a(text)
  local hash = 2166136261
  for i = 1, #text do
    hash = hash ~ text:byte(i)
    hash = (hash * 16777619) & MASK
  end
  return hash
end

local function rotate(x, n)
  return ((x << n) | (x >> (32 - n))) & MASK
end

local function murmur(values, seed)
  local h = seed or 0
  for _, k in ipairs(values) do
    k = (k * 0xcc9e2d51) & MASK
    k = rotate(k, 15)
    k = (k * 0x1b873593) & MASK
    h = rotate(h ~ k, 13)
    h = (h * 5 + 0xe6546b64) & MASK
  end
  h = h ~ (h >> 16)
  h = (h * 0x85ebca6b) & MASK
  return h ~ (h >> 13)
end

local crc_table = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do
    if c & 1 == 1 then
      c = 0xEDB88320 ~ (c >> 1)
    else
      c = c >> 1
    end
  end
  crc_table[i] = c
end

local function crc32(text)
  local crc = MASK
  for i = 1, #text do
    local index = (crc ~ string.byte(text, i)) & 0xFF
    crc = crc_table[index] ~ (crc >> 8)
  end
  return crc ~ MASK
end

local function popcount(x)
  local count = 0
  while x ~= 0 do
    x = x & (x - 1)
    count = count + 1
  end
  return count
end

local function shuffle(t, random)
  for i = #t, 2, -1 do
    local j = random:between(1, i)
    t[i], t[j] = t[j], t[i]
  end
  return t
end

local function main()
  local random = Random.new(12345)
  local xor, ones = 0, 0
  for _ = 1, 4000 do
    local x = random:next()
    xor = xor ~ x
    ones = ones + popcount(x & 0xFFFF)
  end

  local draw = lcg(99)
  local buckets = {}
  for _ = 1, 5000 do
    local b = draw(16) + 1
    buckets[b] = (buckets[b] or 0) + 1
  end

  local parts, values = {}, {}
  for i = 1, 800 do
    parts[i] = string.char(32 + random:between(0, 90))
    values[i] = draw()
  end
  local text = table.concat(parts)

  local deck = {}
  for i = 1, 600 do deck[i] = i end
  shuffle(deck, random)
  local order = 0
  for i, card in ipairs(deck) do order = (order * 33 + card * i) & MASK end

  return string.format("%08x %d %s %08x %08x %08x %d", xor, ones, table.concat(buckets, ","),
    fnv1a(text), murmur(values, 17), crc32(text), order)
end

return main
