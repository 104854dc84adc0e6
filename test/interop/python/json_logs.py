"""A job that writes log records as JSON lines, with structlog and with python-json-logger, in a span and outside of one."""

import logging
import sys
import time

import structlog
from opentelemetry import trace
from pythonjsonlogger.json import JsonFormatter


def add_ids(_logger, _method, event):
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = trace.format_trace_id(context.trace_id)
        event["span_id"] = trace.format_span_id(context.span_id)
    return event


structlog.configure(
    processors=[
        add_ids,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ]
)
handler = logging.StreamHandler(sys.stdout)
fields = "asctime levelname name message otelTraceID otelSpanID otelTraceSampled otelServiceName"
handler.setFormatter(JsonFormatter(" ".join(f"%({field})s" for field in fields.split())))
log = logging.getLogger("shop.orders")
log.addHandler(handler)
log.setLevel(logging.INFO)
log.propagate = False

structlog.get_logger().info("starting")
# asctime has milliseconds: what is written in the one in which the span ends could be of the span.
time.sleep(0.005)
with trace.get_tracer("job").start_as_current_span("count stock"):
    structlog.get_logger().warning("stock is low", item="ada")
    log.warning("order %s is late", "ord-1", extra={"order": "ord-1"})
    try:
        raise ValueError("no such item")
    except ValueError:
        log.exception("counting failed")
time.sleep(0.005)
log.info("done")
