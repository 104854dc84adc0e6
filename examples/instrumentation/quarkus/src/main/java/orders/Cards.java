package orders;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

@ApplicationScoped
public class Cards {
  public static class CardDeclined extends RuntimeException {
    CardDeclined(String message) {
      super(message);
    }
  }

  @Inject @RestClient Payments payments;

  /**
   * A span of your own. It records an exception that leaves it, and its status is an error then. It works only when another
   * class calls it, and only in a class that CDI makes.
   */
  @WithSpan("charge card")
  public void charge(@SpanAttribute("app.order.id") String id) {
    Span.current().setAttribute("app.payment.method", "card");
    try {
      payments.charge(id);
    } catch (WebApplicationException answer) {
      int status = answer.getResponse().getStatus();
      if (status == 402) throw new CardDeclined("do not honour");
      throw new IllegalStateException("payments answered " + status);
    }
  }
}
