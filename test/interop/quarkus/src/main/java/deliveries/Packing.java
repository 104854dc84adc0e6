package deliveries;

import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class Packing {
  public static class TooHeavy extends RuntimeException {
    TooHeavy(String message) {
      super(message);
    }
  }

  @WithSpan("pack parcel")
  public void pack(@SpanAttribute("app.parcel.id") String id, int kilograms) {
    if (kilograms > 30) throw new TooHeavy("no box holds " + kilograms + " kg");
  }
}
