import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.logging.Logger;

/** Charges cards and enters that in the ledger, with the JDK alone: all telemetry comes from the agent. */
class Payments {
  private static final Logger LOG = Logger.getLogger("payments");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/charge", Payments::charge);
    server.createContext("/ping", exchange -> answer(exchange, 200, "pong"));
    server.start();
  }

  private static void charge(HttpExchange exchange) throws IOException {
    LOG.warning("a card is to be charged");
    if (exchange.getRequestURI().getQuery().contains("card=empty")) {
      answer(exchange, 402, "do not honour");
      return;
    }
    answer(exchange, 200, enter(exchange.getRequestURI().getQuery()));
  }

  private static String enter(String payment) throws IOException {
    URI ledger = URI.create(System.getenv("LEDGER_URL") + "/entries");
    try {
      return CLIENT.send(HttpRequest.newBuilder(ledger).POST(BodyPublishers.ofString(payment)).build(), BodyHandlers.ofString()).body();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes();
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
