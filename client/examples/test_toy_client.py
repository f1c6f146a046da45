"""Start `npx papertape` first. If it is elsewhere, say where in BASE_URL and CONTROL_URL."""


def test_an_order_is_executed_within_three_seconds(venue, client):
    order = client.buy("EURUSD", 1000)
    venue.control("POST", "/clock/advance", {"byMs": 3000})
    assert client.status(order["orderId"]) == "EXECUTED"


def test_a_lost_reply_places_no_second_order(venue, client):
    lost = {"at": "after-commit", "action": {"does": "reset"}, "times": 1}
    venue.control("POST", "/faults", lost)
    client.buy("EURUSD", 1000)
    assert venue.control("GET")["position"] == 1


def test_a_cancel_can_lose_the_race_against_the_execution(venue, client):
    venue.control("POST", "/races", {"winner": "execution"})
    order = client.buy("EURUSD", 1000)
    assert client.cancel(order["orderId"]) is False
