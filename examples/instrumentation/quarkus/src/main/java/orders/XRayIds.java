package orders;

import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * With TRACING_XRAY=true, trace ids begin with the time, as those of AWS X-Ray do. X-Ray takes other ids as well, but
 * exporters that validate timestamps do not.
 */
public class XRayIds {
  @Produces
  @Singleton
  IdGenerator ids() {
    return "true".equals(System.getenv("TRACING_XRAY")) ? new TimedIds() : IdGenerator.random();
  }

  private static class TimedIds implements IdGenerator {
    private static final IdGenerator RANDOM = IdGenerator.random();

    @Override
    public String generateSpanId() {
      return RANDOM.generateSpanId();
    }

    /** Seconds since 1970 in 8 digits, and 24 random ones. */
    @Override
    public String generateTraceId() {
      return String.format("%08x", System.currentTimeMillis() / 1000) + RANDOM.generateTraceId().substring(8);
    }
  }
}
