import type { Collector } from './collector.ts';
import { type CollectorOptions, planCollector } from './collector-options.ts';

/**
 * Starts an OpenTelemetry Collector with a configuration under test, so that what it exports arrives at the receiver.
 *
 * The collector runs with a copy of the configuration in which only what leads into and out of it is changed:
 * - its OTLP receivers listen on free ports of 127.0.0.1;
 * - its OTLP exporters send to the receiver, without authentication. In every other exporter's place (`awsxray`) stands an
 *   OTLP exporter; `debug`, `file` and `nop` stay;
 * - extensions that listen get free ports; what the collector would report about itself is turned off.
 *
 * Processors are exactly those that were given. `collector.changes` lists the changes.
 *
 * How long batches and sampling decisions take is read from the configuration. While the collector runs, the waits of
 * the receiver are longer by that, as with `startReceiver({ upstreamDelay })`. It stops with its receiver, after the
 * services.
 *
 * @throws {TracewrightError} INVALID_COLLECTOR_CONFIG with the place in the configuration and the collector's own words;
 * SERVICE_NOT_STARTED when there is no such program; ADDRESS_IN_USE, SERVICE_EXITED and SERVICE_NOT_READY with its last
 * output; INVALID_OPTION, UNKNOWN_OPTION, UNDEFINED_EXPECTATION, RECEIVER_STOPPED
 * @example
 * const receiver = await startReceiver();
 * const collector = await startCollector({ binary: 'otelcol', config: 'collector.yaml', receiver });
 * await sendTraces(collector, buildTrace({ name: 'sign up', attributes: { 'user.email': person.email } }));
 * expect(await receiver.settled()).not.toLeak(person);
 * @see https://opentelemetry.io/docs/collector/configuration/
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const plan = planCollector(options);
  const { launchCollector } = await import('./loaded-when-started.ts');
  return launchCollector(plan);
}
