import { TracewrightError } from '../errors.ts';

/** Why an endpoint could not be opened, in the words of the options that said where. */
export function listenError(
  protocol: 'OTLP/HTTP' | 'OTLP/gRPC',
  host: string,
  port: number,
  cause: Error,
): TracewrightError {
  const option = protocol === 'OTLP/HTTP' ? 'httpPort' : 'grpcPort';
  if (/EADDRINUSE/.test(`${(cause as NodeJS.ErrnoException).code} ${cause.message}`)) {
    return new TracewrightError(
      'ADDRESS_IN_USE',
      `${protocol} cannot listen on ${host}:${port}: something else does. Leave ${option} out to get a free port.`,
      { cause },
    );
  }
  return new TracewrightError('LISTEN_FAILED', `${protocol} cannot listen on ${host}:${port}: ${cause.message}.`, {
    cause,
  });
}
