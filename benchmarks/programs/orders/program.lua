-- Processing orders: validation, prices, discounts, stock, totals by customer, a report.

local PRICES = {
  book = { cents = 1250, tax = 7, weight = 400 },
  lamp = { cents = 3999, tax = 19, weight = 1500 },
  desk = { cents = 24900, tax = 19, weight = 30000 },
  pen = { cents = 199, tax = 19, weight = 20 },
}

local COUPONS = {
  WELCOME = { kind = "percent", value = 10 },
  FIVER = { kind = "fixed", value = 500 },
}

local function validate(order)
  if not order.customer or order.customer == "" then
    return nil, "customer missing"
  end
  if type(order.items) ~= "table" or #order.items == 0 then
    return nil, "no items"
  end
  for i, item in ipairs(order.items) do
    if not PRICES[item.sku] then
      return nil, "item " .. i .. ": unknown sku " .. tostring(item.sku)
    end
    if type(item.quantity) ~= "number" or item.quantity < 1 then
      return nil, "item " .. i .. ": bad quantity"
    end
  end
  return true
end

local function price(order)
  local lines, net, tax, weight = {}, 0, 0, 0
  for _, item in ipairs(order.items) do
    local product = PRICES[item.sku]
    local amount = product.cents * item.quantity
    if item.quantity >= 10 then
      amount = amount - amount // 20
    end
    local line_tax = amount * product.tax // 100
    net = net + amount
    tax = tax + line_tax
    weight = weight + product.weight * item.quantity
    table.insert(lines, { sku = item.sku, amount = amount, tax = line_tax })
  end
  local discount = 0
  local coupon = order.coupon and COUPONS[order.coupon]
  if coupon then
    if coupon.kind == "percent" then
      discount = net * coupon.value // 100
    else
      discount = math.min(coupon.value, net)
    end
  end
  local shipping = weight > 20000 and 2900 or (net - discount >= 5000 and 0 or 490)
  return {
    lines = lines,
    net = net,
    tax = tax,
    discount = discount,
    shipping = shipping,
    total = net + tax - discount + shipping,
  }
end

local function reserve(stock, order)
  for _, item in ipairs(order.items) do
    if (stock[item.sku] or 0) < item.quantity then
      return false, item.sku
    end
  end
  for _, item in ipairs(order.items) do
    stock[item.sku] = stock[item.sku] - item.quantity
  end
  return true
end

local function money(cents)
  return string.format("%d.%02d", cents // 100, cents % 100)
end

local function process(orders, stock)
  local summary = { accepted = 0, rejected = {}, customers = {}, revenue = 0 }
  for _, order in ipairs(orders) do
    local ok, err = validate(order)
    if not ok then
      summary.rejected[err] = (summary.rejected[err] or 0) + 1
    else
      local reserved, missing = reserve(stock, order)
      if not reserved then
        local reason = "out of stock: " .. missing
        summary.rejected[reason] = (summary.rejected[reason] or 0) + 1
      else
        local priced = price(order)
        order.status = "accepted"
        order.total = priced.total
        summary.accepted = summary.accepted + 1
        summary.revenue = summary.revenue + priced.total
        local customer = summary.customers[order.customer]
        if not customer then
          customer = { name = order.customer, orders = 0, total = 0 }
          summary.customers[order.customer] = customer
        end
        customer.orders = customer.orders + 1
        customer.total = customer.total + priced.total
      end
    end
  end
  return summary
end

local function report(summary)
  local names = {}
  for name in pairs(summary.customers) do
    table.insert(names, name)
  end
  table.sort(names, function(a, b)
    local left, right = summary.customers[a], summary.customers[b]
    if left.total ~= right.total then
      return left.total > right.total
    end
    return a < b
  end)
  local lines = {}
  for i, name in ipairs(names) do
    local customer = summary.customers[name]
    lines[i] = name .. ": " .. customer.orders .. " orders, " .. money(customer.total)
  end
  local rejected = 0
  for _, count in pairs(summary.rejected) do
    rejected = rejected + count
  end
  lines[#lines + 1] = summary.accepted .. " accepted, " .. rejected .. " rejected"
  lines[#lines + 1] = "revenue " .. money(summary.revenue)
  return table.concat(lines, "\n")
end

local function sample(count)
  local skus = { "book", "lamp", "desk", "pen", "sofa" }
  local orders = {}
  for i = 1, count do
    local items = {}
    for j = 1, i % 4 + (i % 50 == 0 and 0 or 1) do
      items[j] = { sku = skus[(i * 7 + j * 3) % (i % 11 == 0 and 5 or 4) + 1], quantity = i * j % 12 + 1 }
    end
    orders[i] = {
      id = "order-" .. i,
      customer = i % 97 == 0 and "" or "customer-" .. i % 23,
      items = items,
      coupon = i % 6 == 0 and "WELCOME" or i % 10 == 0 and "FIVER" or nil,
    }
  end
  return orders
end

local function main()
  local stock = { book = 9000, lamp = 7000, desk = 5000, pen = 20000 }
  return report(process(sample(1200), stock))
end

return main
