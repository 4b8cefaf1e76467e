-- Header of the file.

-- Adds a fee.
local function with_fee(amount)
  -- above a statement
  local fee = amount * 0.1 -- behind it
  --[[ a block
       of two lines ]]
  if fee > 10 then
    -- inside
    fee = 10
  end
  return {
    -- above a field
    total = amount + fee,
    fee = fee, -- behind a field
  }
end

local function main(input)
  return with_fee(input.amount)
end

return { main = main }
