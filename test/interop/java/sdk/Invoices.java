import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes invoices and has them paid. All its spans are made by hand, with OpenTelemetry's API; there is no agent. */
class Invoices {
  private static final Logger LOG = LoggerFactory.getLogger("invoices");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final TextMapGetter<HttpExchange> HEADERS = new TextMapGetter<>() {
    @Override
    public Iterable<String> keys(HttpExchange exchange) {
      return exchange.getRequestHeaders().keySet();
    }

    @Override
    public String get(HttpExchange exchange, String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }
  };

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  private Invoices(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("invoices");
    propagator = telemetry.getPropagators().getTextMapPropagator();
  }

  public static void main(String[] args) throws IOException {
    // Its shutdown hook exports what is left on SIGTERM.
    Invoices invoices = new Invoices(AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk());
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/invoices", invoices.traced("/invoices", invoices::place));
    server.createContext("/ping", invoices.traced("/ping", exchange -> answer(exchange, 200, "pong")));
    server.createContext("/recipients", invoices.traced("/recipients", Invoices::nameRecipient));
    server.start();
  }

  private void place(HttpExchange exchange) throws IOException {
    LOG.info("an invoice is to be written");
    String query = exchange.getRequestURI().getQuery();
    write(query);
    answer(exchange, 201, pay(query));
  }

  private void write(String query) {
    Span span = tracer.spanBuilder("write invoice").setAttribute("app.invoice", query).startSpan();
    try (var scope = span.makeCurrent()) {
      if (query.contains("amount=0")) throw new IllegalArgumentException("an invoice needs an amount");
    } catch (RuntimeException error) {
      span.recordException(error);
      span.setStatus(StatusCode.ERROR, error.getMessage());
      throw error;
    } finally {
      span.end();
    }
  }

  private String pay(String query) throws IOException {
    URI uri = URI.create(System.getenv("PAYMENTS_URL") + "/charge?" + query);
    Span span = tracer.spanBuilder("POST").setSpanKind(SpanKind.CLIENT).setAttribute("http.request.method", "POST")
        .setAttribute("url.full", uri.toString()).setAttribute("server.address", uri.getHost())
        .setAttribute("server.port", uri.getPort()).startSpan();
    try (var scope = span.makeCurrent()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody());
      propagator.inject(Context.current(), request, HttpRequest.Builder::header);
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      span.setAttribute("http.response.status_code", response.statusCode());
      return response.body();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    } finally {
      span.end();
    }
  }

  /** It writes on its span what must not be there: what the guard must find. */
  private static void nameRecipient(HttpExchange exchange) throws IOException {
    Span.current().setAttribute("app.recipient", new String(exchange.getRequestBody().readAllBytes()));
    answer(exchange, 204, "");
  }

  private HttpHandler traced(String route, HttpHandler handler) {
    return exchange -> {
      Context caller = propagator.extract(Context.current(), exchange, HEADERS);
      String method = exchange.getRequestMethod();
      Span span = tracer.spanBuilder(method + " " + route).setSpanKind(SpanKind.SERVER).setParent(caller)
          .setAttribute("http.request.method", method).setAttribute("http.route", route)
          .setAttribute("url.scheme", "http").setAttribute("url.path", exchange.getRequestURI().getPath()).startSpan();
      MDC.put("trace_id", span.getSpanContext().getTraceId());
      MDC.put("span_id", span.getSpanContext().getSpanId());
      MDC.put("trace_flags", span.getSpanContext().getTraceFlags().asHex());
      try (var scope = span.makeCurrent()) {
        handler.handle(exchange);
      } catch (RuntimeException error) {
        LOG.error("the request failed", error);
        span.setStatus(StatusCode.ERROR, error.getMessage()).setAttribute("error.type", error.getClass().getName());
        answer(exchange, 500, error.getMessage());
      } finally {
        span.setAttribute("http.response.status_code", exchange.getResponseCode());
        span.end();
        MDC.clear();
      }
    };
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
