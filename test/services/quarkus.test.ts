import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Receiver } from '../../src/receiver/receiver.ts';
import { startReceiver } from '../../src/receiver/start-receiver.ts';
import { isQuarkus } from '../../src/services/quarkus.ts';
import { startService } from '../../src/services/start-service.ts';

test.each([
  ['java', '-jar', 'target/quarkus-app/quarkus-run.jar'],
  ['java', '-Xmx64m', '-jar', 'quarkus-run.jar'],
  ['java', '-jar', 'target\\quarkus-app\\quarkus-run.jar'],
  ['java', '-jar', 'target/orders-1.0-runner.jar'],
  ['java', '-Dquarkus.http.port=0', '-jar', 'app.jar'],
  ['target/orders-1.0-runner'],
  ['target\\orders-1.0-runner.exe'],
  ['mvn', 'quarkus:dev'],
  ['./mvnw', 'compile', 'quarkus:run'],
  ['mvn', 'io.quarkus:quarkus-maven-plugin:3.33.2:dev'],
  ['./gradlew', 'quarkusDev'],
  ['./gradlew', ':orders:quarkusRun'],
  ['quarkus', 'dev'],
])('%s %s starts Quarkus', (file, ...args) => {
  expect(isQuarkus(file, args)).toBe(true);
});

test.each([
  ['java', '-jar', 'orders.jar'],
  ['java', '-jar', 'not-quarkus-run.jar'],
  ['java', '-cp', 'lib/quarkus-opentelemetry.jar', 'Main'],
  ['node', '/home/me/quarkus/orders.js'],
  ['python', 'quarkus.py', '--runner'],
  ['mvn', 'spring-boot:run'],
])('%s %s starts something else', (file, ...args) => {
  expect(isQuarkus(file, args)).toBe(false);
});

describe('a service that is started', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await receiver.stop();
  });

  const PRINTS = ['--eval', 'console.log(process.env.OTEL_TRACES_EXPORTER, process.env.OTEL_LOGS_EXPORTER)', '--'];

  test('has the exporters set, unless it is Quarkus, which ends with them', async () => {
    vi.stubEnv('OTEL_TRACES_EXPORTER', 'otlp');
    const printed = async (jar: string, env = {}): Promise<string> => {
      const service = await startService(['node', ...PRINTS, jar], { name: 'orders', receiver, env, oneShot: true });
      await service.exited;
      return service.output;
    };
    expect(await printed('orders.jar')).toBe('otlp otlp\n');
    expect(await printed('quarkus-run.jar')).toBe('undefined undefined\n');
    expect(await printed('quarkus-run.jar', { OTEL_TRACES_EXPORTER: 'cdi' })).toBe('cdi undefined\n');
  });

  test('is told what to do when it is Quarkus and its command does not show it', async () => {
    const refusal = 'otel.logs.exporter set to "otlp" but opentelemetry-exporter-otlp not found on classpath.';
    const command = ['node', '--eval', `console.error('${refusal}'); process.exit(1)`];
    await expect(startService(command, { name: 'orders', receiver, port: 'PORT' })).rejects.toThrow(
      'Hint: Quarkus has an exporter of its own, and does not start with these variables set. Unset them: ' +
        'env: { OTEL_TRACES_EXPORTER: undefined, OTEL_LOGS_EXPORTER: undefined }.',
    );
  });
});
