"""Takes orders, and charges for them: each instance does both, so that one can call another. tracing.py traces it."""

import logging
import os

import httpx
import uvicorn
from fastapi import FastAPI, Response
from opentelemetry import trace

from tracing import start_tracing

app = FastAPI()
start_tracing(app)

client = httpx.AsyncClient()
log = logging.getLogger("orders")
tracer = trace.get_tracer("orders")


class CardDeclined(Exception):
    pass


@app.post("/orders/{order_id}", status_code=201)
async def place(order_id: str, response: Response):
    describe_request(order_id)
    log.info("an order was placed", extra={"order": order_id})
    try:
        await charge(order_id)
        return "ordered"
    except CardDeclined:
        # The service has an answer to this error, so it is a warning. The caller sees a 4xx.
        log.warning("the card was declined", extra={"order": order_id})
        response.status_code = 402
        return "declined"


# A span of your own. It records an exception that leaves it, and its status is an error then.
@tracer.start_as_current_span("charge card")
async def charge(order_id: str):
    trace.get_current_span().set_attributes({"app.order.id": order_id, "app.payment.method": "card"})
    answer = await client.post(f"{os.environ['PAYMENTS_URL']}/charges/{order_id}")
    if answer.status_code == 402:
        raise CardDeclined("do not honour")
    if answer.is_error:
        raise RuntimeError(f"payments answered {answer.status_code}")


# An exception that nobody catches is recorded on the span of the request by the instrumentation of FastAPI.
@app.post("/charges/{order_id}", status_code=201)
async def take(order_id: str, response: Response):
    describe_request(order_id)
    if order_id == "ord-500":
        raise RuntimeError("the card terminal is broken")
    if order_id == "ord-402":
        response.status_code = 402


def describe_request(order_id: str):
    """On the span of the request: what you will search for. Opaque ids, never names or addresses."""
    trace.get_current_span().set_attributes({"app.tenant.id": "acme", "app.order.id": order_id})


if __name__ == "__main__":
    # Without settings of its own, uvicorn logs as the service does.
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_config=None, access_log=False)
