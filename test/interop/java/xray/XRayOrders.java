import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Answers orders, with spans of its own making. OTEL_TRACES_SAMPLER says which sampler decides which are recorded. */
class XRayOrders {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  // The names of the old semantic conventions: the only ones that the sampler of this version reads.
  private static final AttributeKey<String> OLD_METHOD = AttributeKey.stringKey("http.method");
  private static final AttributeKey<String> OLD_PATH = AttributeKey.stringKey("http.target");

  public static void main(String[] args) throws IOException {
    OpenTelemetry sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk();
    Tracer tracer = sdk.getTracer("orders");
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/", exchange -> {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      Span span = tracer.spanBuilder(method + " " + path).setNoParent().setSpanKind(SpanKind.SERVER)
          .setAttribute(METHOD, method).setAttribute(PATH, path)
          .setAttribute(OLD_METHOD, method).setAttribute(OLD_PATH, path).startSpan();
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("{}".getBytes());
      exchange.close();
      span.end();
    });
    server.start();
  }
}
