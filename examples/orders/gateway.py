"""A payment and shipping gateway for the orders example, with ways to fail.

`POST /payments` `{amount, customer}` charges, `POST /payments/<id>/refund` gives back,
`POST /shipments` `{order_id, address}` ships, `GET /ledger` lists what was done. Identifiers are
numbered, so a demonstration prints the same ones each time.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, Mapping[str, Any]]


@dataclass(kw_only=True)
class Gateway:
    """The gateway's books.

    Attributes:
        outages: How many requests to each path fail with 503 before one is served.
        delay: Seconds each answer takes.
    """

    outages: int = 0
    delay: float = 0.0
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    shipments: dict[str, dict[str, Any]] = field(default_factory=dict)
    _requests: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, path: str, data: Mapping[str, Any]) -> Answer:
        """Serve one POST request and return status and body."""
        time.sleep(self.delay)
        with self._lock:
            self._requests[path] += 1
            if self._requests[path] <= self.outages:
                return 503, {"error": "out of service"}
            match path.strip("/").split("/"):
                case ["payments"]:
                    return self._charge(data)
                case ["payments", payment_id, "refund"]:
                    return self._refund(payment_id)
                case ["shipments"]:
                    return self._ship(data)
                case _:
                    return 404, {"error": f"no such path: {path}"}

    def ledger(self) -> Mapping[str, Any]:
        """Return all payments and shipments made so far."""
        with self._lock:
            return {
                "payments": [dict(payment) for payment in self.payments.values()],
                "shipments": [dict(shipment) for shipment in self.shipments.values()],
            }

    def _charge(self, data: Mapping[str, Any]) -> Answer:
        amount, customer = data.get("amount"), data.get("customer")
        if not isinstance(amount, int | float) or isinstance(amount, bool) or amount <= 0:
            return 422, {"error": "amount must be a positive number"}
        if not isinstance(customer, str) or not customer:
            return 422, {"error": "customer is required"}
        if customer.startswith("declined"):
            return 402, {"error": f"card of customer {customer} was declined"}
        payment_id = f"pay-{len(self.payments) + 1:04}"
        self.payments[payment_id] = {
            "id": payment_id,
            "amount": amount,
            "customer": customer,
            "status": "charged",
        }
        return 201, self.payments[payment_id]

    def _refund(self, payment_id: str) -> Answer:
        payment = self.payments.get(payment_id)
        if payment is None:
            return 404, {"error": f"no payment {payment_id}"}
        payment["status"] = "refunded"
        return 200, payment

    def _ship(self, data: Mapping[str, Any]) -> Answer:
        order_id, address = data.get("order_id"), data.get("address")
        if not isinstance(address, str) or not address:
            return 422, {"error": "address is required"}
        if "nowhere" in address.lower():
            return 422, {"error": f"cannot deliver to {address}"}
        tracking_number = f"TRACK-{len(self.shipments) + 1:04}"
        self.shipments[tracking_number] = {
            "order_id": order_id,
            "address": address,
            "tracking_number": tracking_number,
        }
        return 201, self.shipments[tracking_number]


def start_gateway(gateway: Gateway, *, port: int = 0) -> ThreadingHTTPServer:
    """Serve `gateway` on 127.0.0.1 in a thread of its own; port 0 takes a free one.

    The caller ends it with `shutdown()`; `server_port` tells the port.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            try:
                data = json.loads(self.rfile.read(length) or b"{}")
            except ValueError:
                self.answer((400, {"error": "the body is not JSON"}))
                return
            self.answer(gateway.post(self.path, data if isinstance(data, dict) else {}))

        def do_GET(self) -> None:
            if self.path == "/ledger":
                self.answer((200, gateway.ledger()))
            else:
                self.answer((404, {"error": f"no such path: {self.path}"}))

        def answer(self, answer: Answer) -> None:
            status, body = answer
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, name="gateway", daemon=True).start()
    return server


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Payment and shipping gateway of the example")
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--outages", type=int, default=0, metavar="N")
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS")
    options = parser.parse_args(arguments)
    server = start_gateway(Gateway(outages=options.outages, delay=options.delay), port=options.port)
    print(f"gateway on http://127.0.0.1:{server.server_port}", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
