package deliveries;

import io.opentelemetry.api.trace.Span;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Packs parcels and hands them to the carrier. All telemetry comes from Quarkus's extension. */
@Path("/deliveries")
public class Deliveries {
  private static final Logger LOG = Logger.getLogger("deliveries");

  @Inject Packing packing;
  @Inject @RestClient Carrier carrier;

  @POST
  @Path("/{id}")
  public String deliver(@PathParam("id") String id, @QueryParam("kilograms") @DefaultValue("1") int kilograms) {
    LOG.infof("parcel %s is to be delivered", id);
    packing.pack(id, kilograms);
    return carrier.take(id);
  }

  /** It writes on its span what must not be there: what the guard must find. */
  @POST
  @Path("/{id}/recipient")
  public String name(@PathParam("id") String id, @FormParam("email") String email) {
    Span.current().setAttribute("app.recipient", email);
    return "noted";
  }
}
