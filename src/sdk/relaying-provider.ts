import type * as Api from '@opentelemetry/api';

/**
 * Hands out tracers that outlive their SDK. Code under test keeps its tracer in a constant of its module, and the API
 * binds that to the provider of its first span: without this, it would go on tracing for an SDK that was stopped, and
 * the next test would see none of its spans.
 */
export class RelayingProvider implements Api.TracerProvider {
  readonly #api: typeof Api;
  #provider: Api.TracerProvider | undefined;

  constructor(api: typeof Api, provider: Api.TracerProvider) {
    this.#api = api;
    this.#provider = provider;
  }

  /** From now on tracers use whatever provider is the global one. */
  detach(): void {
    this.#provider = undefined;
  }

  getTracer(name: string, version?: string, options?: Api.TracerOptions): Api.Tracer {
    return new RelayingTracer(() => {
      const provider = this.#provider ?? this.#api.trace.getTracerProvider();
      return provider.getTracer(name, version, options);
    });
  }
}

class RelayingTracer implements Api.Tracer {
  readonly #current: () => Api.Tracer;

  constructor(current: () => Api.Tracer) {
    this.#current = current;
  }

  startSpan(...args: Parameters<Api.Tracer['startSpan']>): Api.Span {
    return this.#current().startSpan(...args);
  }

  startActiveSpan<Fn extends (span: Api.Span) => unknown>(
    ...args: [string, Fn] | [string, Api.SpanOptions, Fn] | [string, Api.SpanOptions, Api.Context, Fn]
  ): ReturnType<Fn> {
    const tracer = this.#current();
    return Reflect.apply(tracer.startActiveSpan, tracer, args);
  }
}
