package orders;

import io.opentelemetry.api.trace.Span;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** Takes orders, and charges for them: each instance does both, so that one can call another. */
@Path("/")
public class Orders {
  private static final Logger LOG = Logger.getLogger("orders");

  @Inject Cards cards;

  @POST
  @Path("/orders/{id}")
  public Response place(@PathParam("id") String id) {
    describeRequest(id);
    LOG.info("an order was placed");
    try {
      cards.charge(id);
      return Response.status(201).build();
    } catch (Cards.CardDeclined declined) {
      // The service has an answer to this error, so it is a warning. The caller sees a 4xx.
      LOG.warn("the card was declined");
      return Response.status(402).build();
    }
  }

  /** An exception that nobody catches is recorded on the span of the request by the extension. */
  @POST
  @Path("/charges/{id}")
  public Response take(@PathParam("id") String id) {
    describeRequest(id);
    if (id.equals("ord-500")) throw new IllegalStateException("the card terminal is broken");
    return Response.status(id.equals("ord-402") ? 402 : 201).build();
  }

  /** On the span of the request: what you will search for. Opaque ids, never names or addresses. */
  private static void describeRequest(String id) {
    Span.current().setAttribute("app.tenant.id", "acme").setAttribute("app.order.id", id);
  }
}
