//! Spans of HTTP requests, served and sent, by OpenTelemetry's semantic conventions for HTTP.

use std::error::Error;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use opentelemetry::{
    Context, KeyValue,
    context::FutureExt,
    global,
    trace::{SpanKind, Status, TraceContextExt, Tracer},
};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};

const SCOPE: &str = "rates/http";

/// Middleware: makes a span for each request, in the trace that the request's headers name.
pub async fn server_span(path: MatchedPath, request: Request, next: Next) -> Response {
    let parent = global::get_text_map_propagator(|propagator| propagator.extract(&HeaderExtractor(request.headers())));
    let tracer = global::tracer(SCOPE);
    let mut attributes = vec![
        KeyValue::new("http.request.method", request.method().to_string()),
        KeyValue::new("http.route", path.as_str().to_owned()),
        KeyValue::new("url.path", request.uri().path().to_owned()),
        KeyValue::new("url.scheme", "http"),
    ];
    if let Some(query) = request.uri().query() {
        attributes.push(KeyValue::new("url.query", query.to_owned()));
    }
    let span = tracer
        .span_builder(format!("{} {}", request.method(), path.as_str()))
        .with_kind(SpanKind::Server)
        .with_attributes(attributes)
        .start_with_context(&tracer, &parent);
    let context = parent.with_span(span);
    let response = next.run(request).with_context(context.clone()).await;

    let status = response.status();
    context
        .span()
        .set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    if status.is_server_error() {
        context
            .span()
            .set_attribute(KeyValue::new("error.type", status.as_str().to_owned()));
        context.span().set_status(Status::error(""));
    }
    context.span().end();
    response
}

/// Sends a GET request with a span of its own, and the span's context in the headers. Returns the body of the response.
pub async fn get(url: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
    let mut request = reqwest::Request::new(reqwest::Method::GET, url.parse()?);
    let tracer = global::tracer(SCOPE);
    let span = tracer
        .span_builder("GET")
        .with_kind(SpanKind::Client)
        .with_attributes([
            KeyValue::new("http.request.method", "GET"),
            KeyValue::new(
                "server.address",
                request.url().host_str().unwrap_or_default().to_owned(),
            ),
            KeyValue::new(
                "server.port",
                i64::from(request.url().port_or_known_default().unwrap_or_default()),
            ),
            KeyValue::new("url.full", url.to_owned()),
        ])
        .start(&tracer);
    let context = Context::current_with_span(span);
    global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut HeaderInjector(request.headers_mut()));
    });

    let answered = send(request, &context).await;
    if let Err(error) = &answered {
        let kind = error
            .status()
            .map_or("_OTHER".to_owned(), |status| status.as_str().to_owned());
        context.span().set_attribute(KeyValue::new("error.type", kind));
        context.span().record_error(error);
        context.span().set_status(Status::error(error.to_string()));
    }
    context.span().end();
    Ok(answered?)
}

async fn send(request: reqwest::Request, context: &Context) -> Result<String, reqwest::Error> {
    let response = reqwest::Client::new().execute(request).await?;
    context.span().set_attribute(KeyValue::new(
        "http.response.status_code",
        i64::from(response.status().as_u16()),
    ));
    response.error_for_status()?.text().await
}
