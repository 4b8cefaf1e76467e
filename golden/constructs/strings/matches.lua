-- Loops over the matches of a constant pattern, and functions in the place of matches.
local function render(template, values)
  return (template:gsub("{(%w+)}", function(name)
    return tostring(values[name] or "")
  end))
end

local function words(text)
  local found, marks = {}, {}
  for word in text:gmatch("%a+") do
    found[#found + 1] = word
  end
  for key, value in text:gmatch("(%w+)=(%w+)") do
    if key == "stop" then
      break
    end
    found[#found + 1] = value
  end
  for key in text:gmatch("(%w+)=(%w+)") do
    marks[#marks + 1] = (text:gsub(key, "", 1))
  end
  return found, marks
end

local function clean(text)
  local inner = text:gsub("^%s+", ""):gsub("%s+$", ""):gsub("^/", ""):gsub("/$", "")
  return inner:gsub("//", "/", 1), text:match("%d+"), (text:find("=", 1, true))
end

local function main()
  return render("{a} and {b}", { a = "x" }), words("a=b"), clean(" /a//b/ ")
end

return { main = main }
