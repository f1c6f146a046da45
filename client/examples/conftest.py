"""Fixtures that open a venue of its own for each test, over HTTP."""
import json
import os
from urllib.request import Request, urlopen

import pytest
from toy_client import ToyClient

BASE_URL = os.environ.get("BASE_URL", "http://localhost:8080")
CONTROL_URL = os.environ.get("CONTROL_URL", "http://localhost:8081")


def send(method, path, body=None):
    headers = {"Content-Type": "application/json"}
    data = json.dumps(body).encode() if body else None
    with urlopen(Request(CONTROL_URL + path, data, headers, method=method)) as reply:
        return json.loads(reply.read() or "null")


class Venue:
    def __init__(self):
        held = {"latencyMs": 0, "clock": {"mode": "held"}}
        self.name = send("POST", "/venues", held)["name"]

    def control(self, method, path="", body=None):
        return send(method, f"/venues/{self.name}{path}", body)


@pytest.fixture
def venue():
    venue = Venue()
    yield venue
    venue.control("DELETE")


@pytest.fixture
def client(venue):
    return ToyClient(BASE_URL, venue.name)
