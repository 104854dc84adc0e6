package orders;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The service that charges cards. The extension traces its client too. */
@Path("/charges")
@RegisterRestClient(configKey = "payments")
public interface Payments {
  @POST
  @Path("/{id}")
  void charge(@PathParam("id") String id);
}
