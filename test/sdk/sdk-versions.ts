import { createRequire } from 'node:module';
import type { Attributes, Tracer } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import * as sdk2 from '@opentelemetry/sdk-trace-base';
import * as sdk1 from '@opentelemetry/sdk-trace-base-1';

type Processor = sdk1.SpanProcessor & sdk2.SpanProcessor;
type Exporter = sdk1.SpanExporter & sdk2.SpanExporter;

/** A provider of either SDK, as far as tests need one. */
export interface TestProvider {
  getTracer(name: string, version?: string): Tracer;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface TestSampler {
  shouldSample(...given: unknown[]): { decision: number };
  toString(): string;
}

interface ProviderParts {
  readonly processors: readonly object[];
  readonly attributes?: Attributes;
  readonly sampler?: TestSampler;
}

/** What differs between the SDKs, behind one face. */
export interface SdkVersion {
  readonly provider: (parts: ProviderParts) => TestProvider;
  readonly memory: () => { getFinishedSpans(): (sdk1.ReadableSpan | sdk2.ReadableSpan)[]; reset(): void };
  readonly simple: (exporter: object) => object;
  readonly batch: (exporter: object) => object;
}

// The resources of SDK 1.x are a package of their own, which only the SDK can see.
const { Resource } = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-trace-base-1'))(
  '@opentelemetry/resources',
) as { Resource: new (attributes: Attributes) => sdk1.BasicTracerProvider['resource'] };

const SERVICE: Attributes = { 'service.name': 'shop' };

/** The SDK of OpenTelemetry in the two major versions that are in use. */
export const SDK_VERSIONS: Readonly<Record<'1.x' | '2.x', SdkVersion>> = {
  '1.x': {
    provider: ({ processors, attributes = SERVICE, sampler }) =>
      new sdk1.BasicTracerProvider({
        resource: new Resource(attributes),
        spanProcessors: processors as Processor[],
        ...(sampler && { sampler }),
      }),
    memory: () => new sdk1.InMemorySpanExporter(),
    simple: exporter => new sdk1.SimpleSpanProcessor(exporter as Exporter),
    batch: exporter => new sdk1.BatchSpanProcessor(exporter as Exporter),
  },
  '2.x': {
    provider: ({ processors, attributes = SERVICE, sampler }) =>
      new sdk2.BasicTracerProvider({
        resource: resourceFromAttributes(attributes),
        spanProcessors: processors as Processor[],
        ...(sampler && { sampler }),
      }),
    memory: () => new sdk2.InMemorySpanExporter(),
    simple: exporter => new sdk2.SimpleSpanProcessor(exporter as Exporter),
    batch: exporter => new sdk2.BatchSpanProcessor(exporter as Exporter),
  },
};
