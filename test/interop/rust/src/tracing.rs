//! Sets up OpenTelemetry's SDK. The SDK and its exporter read `OTEL_SERVICE_NAME`, `OTEL_TRACES_SAMPLER`, `OTEL_BSP_*` and
//! `OTEL_EXPORTER_OTLP_ENDPOINT` themselves. They do not read the protocol and the propagators: this file does.

use std::env;

use opentelemetry::{
    KeyValue, global,
    propagation::{TextMapCompositePropagator, TextMapPropagator},
};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter};
use opentelemetry_sdk::{
    Resource,
    propagation::{BaggagePropagator, TraceContextPropagator},
    trace::SdkTracerProvider,
};

/// Shut the provider down before the service ends: it then exports the remaining spans.
pub fn start() -> Result<SdkTracerProvider, ExporterBuildError> {
    let exporter = match env::var("OTEL_EXPORTER_OTLP_PROTOCOL").as_deref() {
        Ok("grpc") => SpanExporter::builder().with_tonic().build()?,
        _ => SpanExporter::builder().with_http().build()?,
    };
    let resource = Resource::builder()
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource)
        .build();
    global::set_tracer_provider(provider.clone());
    global::set_text_map_propagator(TextMapCompositePropagator::new(propagators()));
    Ok(provider)
}

fn propagators() -> Vec<Box<dyn TextMapPropagator + Send + Sync>> {
    let names = env::var("OTEL_PROPAGATORS").unwrap_or_else(|_| "tracecontext,baggage".into());
    let mut propagators: Vec<Box<dyn TextMapPropagator + Send + Sync>> = Vec::new();
    for name in names.split(',').map(str::trim) {
        match name {
            "tracecontext" => propagators.push(Box::new(TraceContextPropagator::new())),
            "baggage" => propagators.push(Box::new(BaggagePropagator::new())),
            "none" | "" => {}
            unknown => eprintln!("OTEL_PROPAGATORS: {unknown} is not supported"),
        }
    }
    propagators
}
