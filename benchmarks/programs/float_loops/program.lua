-- Loops with float arithmetic: integration, the logistic map, a spectral norm.

local function integrate(f, from, to, steps)
  local width = (to - from) / steps
  local sum = 0.5 * (f(from) + f(to))
  for i = 1, steps - 1 do
    sum = sum + f(from + i * width)
  end
  return sum * width
end

local function logistic(r, x, rounds)
  local total = 0.0
  for _ = 1, rounds do
    x = r * x * (1 - x)
    total = total + x
  end
  return total / rounds
end

local function element(i, j)
  local sum = i + j
  return 1.0 / (sum * (sum + 1) / 2 + i + 1)
end

local function multiply(size, vector, transposed)
  local result = {}
  for i = 0, size - 1 do
    local sum = 0.0
    for j = 0, size - 1 do
      local a = transposed and element(j, i) or element(i, j)
      sum = sum + a * vector[j + 1]
    end
    result[i + 1] = sum
  end
  return result
end

local function spectral_norm(size)
  local u, v = {}, {}
  for i = 1, size do
    u[i] = 1.0
  end
  for _ = 1, 3 do
    v = multiply(size, multiply(size, u, false), true)
    u = multiply(size, multiply(size, v, false), true)
  end
  local vbv, vv = 0.0, 0.0
  for i = 1, size do
    vbv = vbv + u[i] * v[i]
    vv = vv + v[i] * v[i]
  end
  return math.sqrt(vbv / vv)
end

local function main()
  local area = integrate(function(x) return x * x + 2 * x - 1 end, 0.0, 3.0, 40000)
  local chaos = logistic(3.7, 0.25, 60000)
  return string.format("%.9f %.9f %.9f", area, chaos, spectral_norm(30))
end

return main
