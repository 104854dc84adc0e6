// Continues the header that an AWS load balancer adds to a request without one: `X-Amzn-Trace-Id: Root=1-...`. It has no
// Parent and no Sampled, so OpenTelemetry's propagators for X-Ray ignore it, and each service begins a trace of its own.
const { SpanKind, TraceFlags, isSpanContextValid, trace } = require('@opentelemetry/api');
const { tracing } = require('@opentelemetry/sdk-node');

const HEADER = 'x-amzn-trace-id';
/** Beside Root may be `Self=`, of a second load balancer, and fields of your own. */
const ROOT = /(?:^|;)Root=1-([\da-f]{8})-([\da-f]{24})(?:;|$)/i;
/** A header with a Parent is one of X-Ray, and left to its propagator. */
const PARENT = /(?:^|;)Parent=/i;

class LoadBalancerPropagator {
  /**
   * @param sampler decides which of these traces are recorded, since the header does not say it. Your service's own sampler
   * is not asked if it is one of OTEL_TRACES_SAMPLER=parentbased_...: for it, these requests have a parent.
   */
  constructor(sampler) {
    this.sampler = sampler;
  }

  extract(context, carrier, getter) {
    const [header = ''] = [getter.get(carrier, HEADER)].flat();
    const [, time, unique] = ROOT.exec(header) ?? [];
    if (time === undefined || PARENT.test(header)) return context;
    const traceId = `${time}${unique}`.toLowerCase();
    const { decision } = this.sampler.shouldSample(context, traceId, 'load balancer', SpanKind.SERVER, {}, []);
    const isSampled = decision === tracing.SamplingDecision.RECORD_AND_SAMPLED;
    const parent = {
      traceId,
      // A span needs a parent to be in a given trace, and the load balancer exports no span. So this id is made of the
      // Root: services that get the same Root have the same parent.
      spanId: unique.slice(0, 16).toLowerCase(),
      traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
      isRemote: true,
    };
    return isSpanContextValid(parent) ? trace.setSpanContext(context, parent) : context;
  }

  /** The other propagators hand the context on. */
  inject() {}

  fields() {
    return [];
  }
}

module.exports = { LoadBalancerPropagator };
