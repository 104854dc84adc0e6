package deliveries;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The service that takes parcels. */
@Path("/parcels")
@RegisterRestClient(configKey = "carrier")
public interface Carrier {
  @POST
  @Path("/{id}")
  String take(@PathParam("id") String id);
}
