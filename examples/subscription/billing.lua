local function bill(invoice)
    if invoice.customer == "broke" and invoice.number > 1 then
        return nil, errors.new({ message = "card was declined", kind = errors.PERMISSION_DENIED, retryable = false })
    end
    return {
        reference = string.format("%s-%d", invoice.customer, invoice.number),
        amount = invoice.amount
    }
end

local function receipt(payment)
    return "sent " .. payment.reference
end

return { bill = bill, receipt = receipt }
