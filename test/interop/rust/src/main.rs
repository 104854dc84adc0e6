//! Rates tells the price of a parcel, and its carrier. The spans of HTTP requests come from the module `http`; this file
//! adds a span of its own work, and records an error on it.

mod http;
mod tracing;

use std::{collections::HashMap, env, error::Error, fmt};

use axum::{
    Router,
    extract::{Path, Query},
    http::StatusCode,
    middleware,
    routing::get,
};
use opentelemetry::{
    Context, KeyValue,
    context::FutureExt,
    global,
    trace::{Status, TraceContextExt, Tracer},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let provider = tracing::start()?;
    let routes = Router::new()
        .route("/ping", get(|| async { "pong" }))
        .route("/rates/{order}", get(rate))
        .route_layer(middleware::from_fn(http::server_span));
    let listener = TcpListener::bind(format!("127.0.0.1:{}", env::var("PORT")?)).await?;
    let mut terminated = signal(SignalKind::terminate())?;
    axum::serve(listener, routes)
        .with_graceful_shutdown(async move {
            terminated.recv().await;
        })
        .await?;
    // It exports the remaining spans. It blocks, so it must not run on a thread of the runtime, which gRPC needs.
    tokio::task::spawn_blocking(move || provider.shutdown()).await??;
    Ok(())
}

#[derive(Debug)]
struct NoRate {
    weight: f64,
}

impl fmt::Display for NoRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a parcel of {} kg has no rate", self.weight)
    }
}

impl Error for NoRate {}

type Failure = (StatusCode, String);

async fn rate(Path(order): Path<String>, Query(query): Query<HashMap<String, String>>) -> Result<String, Failure> {
    let weight = query
        .get("weight")
        .and_then(|weight| weight.parse().ok())
        .unwrap_or(0.0);
    let tracer = global::tracer("rates");
    let span = tracer
        .span_builder("quote rate")
        .with_attributes([
            KeyValue::new("app.order.id", order.clone()),
            KeyValue::new("app.parcel.weight", weight),
        ])
        .start(&tracer);
    let context = Context::current_with_span(span);
    let quoted = quote(&order, weight).with_context(context.clone()).await;
    if let Err(error) = &quoted {
        context.span().record_error(error.as_ref());
        context.span().set_status(Status::error(error.to_string()));
    }
    context.span().end();
    quoted.map_err(|error| match error.downcast_ref::<NoRate>() {
        Some(no_rate) => (StatusCode::UNPROCESSABLE_ENTITY, no_rate.to_string()),
        None => (StatusCode::BAD_GATEWAY, error.to_string()),
    })
}

async fn quote(order: &str, weight: f64) -> Result<String, Box<dyn Error + Send + Sync>> {
    if weight <= 0.0 {
        return Err(NoRate { weight }.into());
    }
    let euros = 4.0 + weight;
    let Ok(carriers) = env::var("CARRIERS_URL") else {
        return Ok(format!("{euros} EUR"));
    };
    let carrier = http::get(&format!("{carriers}/carriers/{order}")).await?;
    Ok(format!("{euros} EUR by {carrier}"))
}
