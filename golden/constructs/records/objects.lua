-- Tables that become objects: made by constructors, read and stored by constant names.

-- A planet or a moon.
local function body(name, mass)
  return {
    -- what people call it
    name = name,
    mass = mass, -- in tons
    class = "rock",
  }
end

local function link(first, second)
  first.moon = second
  second.parent = first
end

local function heaviest(bodies)
  local best = nil
  for _, each in ipairs(bodies) do
    if best == nil or each.mass > best.mass then
      best = each
    end
  end
  return best
end

local function grow(each, by)
  each.mass = each.mass + by
  if each.moon then
    grow(each.moon, by * 2)
  end
end

return function(input)
  local earth, moon = body("earth", 60), body("moon", 1)
  link(earth, moon)
  grow(earth, 5)
  local odd = { mass = 3, name = "odd" }
  local best = heaviest({ earth, moon, odd })
  earth.moon = nil
  return best.name, moon.parent == earth, earth.class, odd.moon == nil
end
