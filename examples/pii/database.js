// Stands for a database, its driver, and the driver's instrumentation, which records the statement as it was sent.
const { SpanKind, trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('database');

exports.query = async (text, _parameters = []) => {
  const [operation = '', , table = ''] = text.split(' ');
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.text': text };
  tracer.startSpan(`${operation} ${table}`, { kind: SpanKind.CLIENT, attributes }).end();
};
