"""Takes orders and sends a message for each. It sets up no telemetry: `opentelemetry-instrument` does, when it starts this file."""

import os
from contextlib import asynccontextmanager

import uvicorn
from aiokafka import AIOKafkaProducer
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with AIOKafkaProducer(bootstrap_servers=os.environ["BROKERS"]) as producer:
        app.state.producer = producer
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/orders/{order_id}", status_code=201)
async def dispatch(order_id: str):
    await app.state.producer.send_and_wait(os.environ["TOPIC"], value=b"dispatch", key=order_id.encode())
    return {"order": order_id}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
