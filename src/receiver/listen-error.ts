import { TracewrightError } from '../errors.ts';
import { addressText, type ListenAddress } from './listen-address.ts';

/** Why an endpoint could not be opened, in the words of the options that said where. */
export function listenError(
  protocol: 'OTLP/HTTP' | 'OTLP/gRPC',
  address: ListenAddress,
  cause: NodeJS.ErrnoException,
): TracewrightError {
  const where = `${protocol} cannot listen on ${addressText(address)}`;
  if (cause.code === 'EADDRINUSE') {
    const option = protocol === 'OTLP/HTTP' ? 'httpPort' : 'grpcPort';
    const advice = address.kind === 'unix' ? 'Take another path.' : `Leave ${option} out to get a free port.`;
    return new TracewrightError('ADDRESS_IN_USE', `${where}: something else does. ${advice}`, { cause });
  }
  return new TracewrightError('LISTEN_FAILED', `${where}: ${reasonOf(cause)}.`, { cause });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of that host is not known here';
  if (code === 'EADDRNOTAVAIL') return 'this machine has no such address';
  if (code === 'ENOENT') return 'there is no such folder';
  return message;
}
