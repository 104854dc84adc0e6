/** A number of bytes for a sentence: `4.0 MiB`, `200000 bytes`. */
export function byteSize(bytes: number): string {
  return bytes < 1_048_576 ? `${bytes} bytes` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

/** Why a request is too large: value, limit and place. */
export function tooLarge(protocol: 'OTLP/gRPC' | 'OTLP/HTTP', size: string, limit: number): string {
  return `${protocol} request is ${size}; maxRequestBytes is ${byteSize(limit)}.`;
}
