"""The client under test, as you might write it: it retries once, and never places an order twice."""
import json
import urllib.error
import urllib.request
import uuid


class ToyClient:
    def __init__(self, url, venue):
        self.url, self.venue = url, venue

    def _send(self, method, path, body=None, key=None):
        headers = {"Venue": self.venue, "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = f'"{key}"'
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request) as reply:
            return json.loads(reply.read() or "null")

    def buy(self, symbol, quantity):
        order = {"symbol": symbol, "side": "BUY", "quantity": quantity}
        key = str(uuid.uuid4())
        try:
            return self._send("POST", "/orders", order, key)
        except ConnectionError:
            return self._send("POST", "/orders", order, key)

    def status(self, order_id):
        return self._send("GET", f"/orders/{order_id}")["orderStatus"]

    def cancel(self, order_id):
        try:
            self._send("DELETE", f"/orders/{order_id}")
            return True
        except urllib.error.HTTPError as refusal:
            if refusal.code == 409:
                return False
            raise
