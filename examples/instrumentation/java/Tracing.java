import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.concurrent.Callable;

/** Spans of your own, and their errors. The agent gives the SDK; your code needs opentelemetry-api alone. */
class Tracing {
  /** Runs the work in a span of its own. An exception of the work is recorded, and thrown again. */
  static <T> T inSpan(String name, Attributes attributes, Callable<T> work) throws Exception {
    Span span = GlobalOpenTelemetry.getTracer("app").spanBuilder(name).setAllAttributes(attributes).startSpan();
    try (Scope scope = span.makeCurrent()) {
      return work.call();
    } catch (Exception error) {
      recordError(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** It needs both: recordException alone does not make a span an error. */
  static void recordError(Span span, Throwable error) {
    span.recordException(error);
    span.setStatus(StatusCode.ERROR, error.getMessage());
  }
}
