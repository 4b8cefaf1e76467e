"""Processing orders: validation, prices, discounts, stock, totals by customer, a report."""

from functools import cmp_to_key
from typing import Any

PRICES: dict[str, dict[str, int]] = {
    "book": {"cents": 1250, "tax": 7, "weight": 400},
    "lamp": {"cents": 3999, "tax": 19, "weight": 1500},
    "desk": {"cents": 24900, "tax": 19, "weight": 30000},
    "pen": {"cents": 199, "tax": 19, "weight": 20},
}

COUPONS: dict[str, dict[str, Any]] = {
    "WELCOME": {"kind": "percent", "value": 10},
    "FIVER": {"kind": "fixed", "value": 500},
}

Order = dict[str, Any]


def validate(order: Order) -> str | None:
    if not order.get("customer"):
        return "customer missing"
    items = order.get("items")
    if not isinstance(items, list) or not items:
        return "no items"
    for i, item in enumerate(items, 1):
        if item["sku"] not in PRICES:
            return f"item {i}: unknown sku {item['sku']}"
        if not isinstance(item["quantity"], int) or item["quantity"] < 1:
            return f"item {i}: bad quantity"
    return None


def price(order: Order) -> dict[str, Any]:
    lines = []
    net = tax = weight = 0
    for item in order["items"]:
        product = PRICES[item["sku"]]
        amount = product["cents"] * item["quantity"]
        if item["quantity"] >= 10:
            amount -= amount // 20
        line_tax = amount * product["tax"] // 100
        net += amount
        tax += line_tax
        weight += product["weight"] * item["quantity"]
        lines.append({"sku": item["sku"], "amount": amount, "tax": line_tax})
    discount = 0
    coupon = COUPONS[order["coupon"]] if order["coupon"] else None
    if coupon:
        if coupon["kind"] == "percent":
            discount = net * coupon["value"] // 100
        else:
            discount = min(coupon["value"], net)
    shipping = 2900 if weight > 20000 else 0 if net - discount >= 5000 else 490
    return {
        "lines": lines,
        "net": net,
        "tax": tax,
        "discount": discount,
        "shipping": shipping,
        "total": net + tax - discount + shipping,
    }


def reserve(stock: dict[str, int], order: Order) -> str | None:
    for item in order["items"]:
        sku: str = item["sku"]
        if stock.get(sku, 0) < item["quantity"]:
            return sku
    for item in order["items"]:
        stock[item["sku"]] -= item["quantity"]
    return None


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def process(orders: list[Order], stock: dict[str, int]) -> dict[str, Any]:
    accepted = revenue = 0
    rejected: dict[str, int] = {}
    customers: dict[str, dict[str, Any]] = {}
    for order in orders:
        error = validate(order)
        if error:
            rejected[error] = rejected.get(error, 0) + 1
            continue
        missing = reserve(stock, order)
        if missing:
            reason = f"out of stock: {missing}"
            rejected[reason] = rejected.get(reason, 0) + 1
            continue
        priced = price(order)
        order["status"] = "accepted"
        order["total"] = priced["total"]
        accepted += 1
        revenue += priced["total"]
        customer = customers.get(order["customer"])
        if customer is None:
            customer = {"name": order["customer"], "orders": 0, "total": 0}
            customers[order["customer"]] = customer
        customer["orders"] += 1
        customer["total"] += priced["total"]
    return {
        "accepted": accepted,
        "rejected": rejected,
        "customers": customers,
        "revenue": revenue,
    }


def report(summary: dict[str, Any]) -> str:
    customers = summary["customers"]

    def compare(a: str, b: str) -> int:
        left, right = customers[a], customers[b]
        if left["total"] != right["total"]:
            return -1 if left["total"] > right["total"] else 1
        return -1 if a < b else 1 if a > b else 0

    names = sorted(customers, key=cmp_to_key(compare))
    lines = []
    for name in names:
        customer = customers[name]
        lines.append(f"{name}: {customer['orders']} orders, {money(customer['total'])}")
    rejected = 0
    for count in summary["rejected"].values():
        rejected += count
    lines.append(f"{summary['accepted']} accepted, {rejected} rejected")
    lines.append(f"revenue {money(summary['revenue'])}")
    return "\n".join(lines)


def sample(count: int) -> list[Order]:
    skus = ["book", "lamp", "desk", "pen", "sofa"]
    orders = []
    for i in range(1, count + 1):
        items = []
        for j in range(1, i % 4 + (0 if i % 50 == 0 else 1) + 1):
            sku = skus[(i * 7 + j * 3) % (5 if i % 11 == 0 else 4)]
            items.append({"sku": sku, "quantity": i * j % 12 + 1})
        orders.append(
            {
                "id": f"order-{i}",
                "customer": "" if i % 97 == 0 else f"customer-{i % 23}",
                "items": items,
                "coupon": "WELCOME" if i % 6 == 0 else "FIVER" if i % 10 == 0 else None,
            }
        )
    return orders


def main() -> str:
    stock = {"book": 9000, "lamp": 7000, "desk": 5000, "pen": 20000}
    return report(process(sample(1200), stock))
