"""Traces a Python service: call `start_tracing(app)` right after `app = FastAPI()`.

The environment says the rest:
  OTEL_SERVICE_NAME=orders
  OTEL_RESOURCE_ATTRIBUTES=service.version=1.4.0,deployment.environment.name=production
  OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318    the collector beside the service, OTLP over HTTP
  OTEL_TRACES_SAMPLER=parentbased_traceidratio, OTEL_TRACES_SAMPLER_ARG=0.05
  OTEL_EXPERIMENTAL_RESOURCE_DETECTORS=otel,aws_ecs    on ECS: the task and its log group
  TRACING_XRAY=true                                    ids and headers of AWS X-Ray
"""

import logging
import os
import signal
import sys

# One set of attribute names in all languages. By default, Python's instrumentations still use the old ones.
os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http")

from opentelemetry import propagate, trace
from opentelemetry.baggage.propagation import W3CBaggagePropagator
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.propagators.aws import AwsXRayPropagator
from opentelemetry.propagators.composite import CompositePropagator
from opentelemetry.sdk.extension.aws.trace import AwsXRayIdGenerator
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from pythonjsonlogger.json import JsonFormatter

USE_XRAY = os.environ.get("TRACING_XRAY") == "true"


def start_tracing(app):
    # X-Ray's ids begin with the time. X-Ray takes other ids too, but exporters that validate timestamps do not.
    provider = TracerProvider(id_generator=AwsXRayIdGenerator() if USE_XRAY else None)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    # The spans that are left are sent at a normal exit, and SIGTERM is none. uvicorn calls this when its work is done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if USE_XRAY:
        # Of several headers in a request, the last propagator that understands one decides.
        propagators = [AwsXRayPropagator(), TraceContextTextMapPropagator(), W3CBaggagePropagator()]
        propagate.set_global_textmap(CompositePropagator(propagators))

    # Without the spans of each ASGI message, which hide the others.
    FastAPIInstrumentor.instrument_app(app, exclude_spans=["receive", "send"])
    HTTPXClientInstrumentor().instrument()
    log_as_json()


class TracedJsonFormatter(JsonFormatter):
    """Writes each log record as a line of JSON, with the ids of the span that is active."""

    def add_fields(self, log_data, record, message_dict):
        super().add_fields(log_data, record, message_dict)
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            log_data["trace_id"] = trace.format_trace_id(context.trace_id)
            log_data["span_id"] = trace.format_span_id(context.span_id)


def log_as_json():
    handler = logging.StreamHandler(sys.stdout)
    fields = "%(levelname)s %(name)s %(message)s"
    handler.setFormatter(TracedJsonFormatter(fields, rename_fields={"levelname": "level"}, timestamp=True))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
