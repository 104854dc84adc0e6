"""Takes orders and has them paid. It sets up no telemetry: `opentelemetry-instrument` does, when it starts this file."""

import logging
import os

import httpx
import uvicorn
from fastapi import FastAPI, Response
from opentelemetry import trace

# With no handler set up, Python's warnings, an exporter's complaints among them, go to stderr: not so once
# OpenTelemetry has added a handler of its own.
logging.basicConfig()

app = FastAPI()
client = httpx.AsyncClient()
log = logging.getLogger("orders")
tracer = trace.get_tracer("orders")


class CardDeclined(Exception):
    pass


@app.post("/orders/{order_id}")
async def place(order_id: str, card: str, response: Response):
    trace.get_current_span().set_attribute("app.order.id", order_id)
    log.warning("order %s is to be paid", order_id)
    try:
        return await pay(order_id, card)
    except CardDeclined as error:
        response.status_code = 402
        return {"error": str(error)}


@tracer.start_as_current_span("pay order")
async def pay(order_id: str, card: str):
    answer = await client.post(f"{os.environ['PAYMENTS_URL']}/charge", params={"order": order_id, "card": card})
    if answer.status_code == 402:
        raise CardDeclined(answer.text)
    answer.raise_for_status()
    return {"order": order_id, "receipt": answer.text}


@app.get("/stock")
async def stock():
    raise RuntimeError("the warehouse is on fire")


@app.get("/ping")
async def ping():
    return "pong"


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
