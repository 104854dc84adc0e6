import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Map;

/**
 * An extension of the agent: with TRACING_XRAY=true, trace ids begin with the time, and the header of AWS X-Ray is read and
 * written too. X-Ray takes other ids as well, but exporters that validate timestamps do not.
 */
public class XRayIds implements AutoConfigurationCustomizerProvider {
  @Override
  public void customize(AutoConfigurationCustomizer agent) {
    if (!"true".equals(System.getenv("TRACING_XRAY"))) return;
    // Of several headers in a request, the last propagator that understands one decides.
    agent.addPropertiesCustomizer(config -> Map.of("otel.propagators", "xray,tracecontext,baggage"));
    agent.addTracerProviderCustomizer((provider, config) -> provider.setIdGenerator(new TimedIds()));
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
