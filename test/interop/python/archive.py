"""Archives reports: FastAPI, requests and boto3. It sets up no telemetry: `opentelemetry-instrument` does."""

import logging
import os

import boto3
import requests
import uvicorn
from fastapi import FastAPI, Form
from opentelemetry import trace
from pythonjsonlogger.json import JsonFormatter

# The instrumentation of logging has set up a handler, and gives each record its ids; the formatter writes all that a
# record has.
for handler in logging.getLogger().handlers:
    if type(handler) is logging.StreamHandler:
        handler.setFormatter(JsonFormatter("%(levelname)s %(name)s %(message)s"))
log = logging.getLogger("archive")
log.setLevel(logging.INFO)

app = FastAPI()
AWS = {
    "endpoint_url": os.environ["AWS_URL"],
    "region_name": "eu-central-1",
    "aws_access_key_id": "none",
    "aws_secret_access_key": "none",
}
s3 = boto3.client("s3", **AWS)
sqs = boto3.client("sqs", **AWS)


@app.post("/reports/{report_id}", status_code=201)
def archive(report_id: str):
    log.info("report %s is to be archived", report_id)
    numbers = requests.post(f"{os.environ['LEDGER_URL']}/entries", timeout=10)
    numbers.raise_for_status()
    s3.put_object(Bucket="reports", Key=f"{report_id}.txt", Body=numbers.text.encode())
    sqs.send_message(QueueUrl=f"{os.environ['AWS_URL']}/000000000000/archived", MessageBody=report_id)
    return {"report": report_id}


@app.get("/reports/{report_id}")
def read(report_id: str):
    try:
        return s3.get_object(Bucket="reports", Key=f"{report_id}.txt")["Body"].read()
    except s3.exceptions.NoSuchKey:
        log.exception("report %s is missing", report_id)
        raise


@app.post("/readers", status_code=204)
def subscribe(email: str = Form()):
    """It writes on its span what must not be there: what the guard must find."""
    trace.get_current_span().set_attribute("app.reader", email)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
