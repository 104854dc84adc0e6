import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders, and charges for them: each instance does both, so that one can call another. The agent traces it. */
class Orders {
  private static final Logger LOG = LoggerFactory.getLogger("orders");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final AttributeKey<String> TENANT = AttributeKey.stringKey("app.tenant.id");
  private static final AttributeKey<String> ORDER = AttributeKey.stringKey("app.order.id");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("app.payment.method");

  static class CardDeclined extends Exception {
    CardDeclined(String message) {
      super(message);
    }
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/orders/", answer(Orders::place));
    server.createContext("/charges/", answer(Orders::take));
    server.start();
  }

  private static int place(String id) throws Exception {
    LOG.info("an order was placed");
    try {
      Attributes attributes = Attributes.of(ORDER, id, METHOD, "card");
      return Tracing.inSpan("charge card", attributes, () -> charge(id));
    } catch (CardDeclined declined) {
      // The service has an answer to this error, so it is a warning. The caller sees a 4xx.
      LOG.warn("the card was declined");
      return 402;
    }
  }

  private static int charge(String id) throws Exception {
    URI payments = URI.create(System.getenv("PAYMENTS_URL") + "/charges/" + id);
    HttpRequest request = HttpRequest.newBuilder(payments).POST(BodyPublishers.noBody()).build();
    int status = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    if (status == 402) throw new CardDeclined("do not honour");
    if (status != 201) throw new IllegalStateException("payments answered " + status);
    return status;
  }

  private static int take(String id) {
    if (id.equals("ord-500")) throw new IllegalStateException("the card terminal is broken");
    return id.equals("ord-402") ? 402 : 201;
  }

  private interface Work {
    int apply(String id) throws Exception;
  }

  private static HttpHandler answer(Work work) {
    return exchange -> {
      String path = exchange.getRequestURI().getPath();
      String id = path.substring(path.lastIndexOf('/') + 1);
      // On the span of the request: what you will search for. Opaque ids, never names or addresses.
      Span.current().setAttribute(TENANT, "acme").setAttribute(ORDER, id);
      send(exchange, statusOf(work, id));
    };
  }

  private static int statusOf(Work work, String id) {
    try {
      return work.apply(id);
    } catch (Exception error) {
      // What nobody expected. The agent does not see it: the span of the request would only know that it was a 500.
      Tracing.recordError(Span.current(), error);
      LOG.error("the request failed", error);
      return 500;
    }
  }

  private static void send(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
