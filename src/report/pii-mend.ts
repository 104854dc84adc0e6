/** What one does about a value in a statement, a URL, an exception or a header. */
const MENDS: readonly (readonly [path: RegExp, advice: string])[] = [
  [
    /db\.(?:query\.text|statement)/,
    'pass it as a parameter; the instrumentation then records the statement with placeholders.',
  ],
  [/db\.query\.parameter/, 'leave the parameters of queries out: they are not recorded unless an option asks for it.'],
  [
    /url\.(?:full|query|path)|http\.(?:url|target)/,
    'redact it where the URL is built or recorded, as the semantic conventions ask for signatures and user parts; or send it in the body.',
  ],
  [/exception\.|status message/, 'leave the value out of the error message, or redact it in a span processor.'],
  [/http\.(?:request|response)\.header/, 'take the header off the list of those that are captured.'],
  [
    /^exemplars\./,
    'do not give it to the measurement, or turn exemplars off: they keep the attributes that a view leaves out.',
  ],
  [/baggage/, 'do not put it into baggage: it goes to every service behind.'],
  [/gen_ai\./, 'turn the capture of message content off.'],
];

/** What to do about a value in a place; undefined where there is nothing particular to say. */
export function mendOf(path: string): string | undefined {
  return MENDS.find(([pattern]) => pattern.test(path))?.[1];
}
