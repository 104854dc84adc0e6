/** The signals that OTLP carries to a receiver. */
export type Signal = 'traces' | 'logs' | 'metrics';
