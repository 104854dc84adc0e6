// Who may import whom: docs and review can be argued with, this cannot. Whatever is not listed is forbidden.
const LAYERS = {
  // What everyone may use.
  errors: '^src/(errors|misuse|nearest-name|real-time)\\.ts$',
  'host-process': '^src/host-process\\.ts$',
};
const FOLDERS = [
  'model',
  'otlp',
  'query',
  'store',
  'propagation',
  'report',
  'recording',
  'receiver',
  'services',
  'sdk',
  'probe',
  'conformance',
  'pii',
  'logs',
];
for (const folder of FOLDERS) LAYERS[folder] = `^src/${folder}/`;

const ALLOWED = {
  errors: ['errors'],
  'host-process': [],
  model: ['model', 'errors'],
  otlp: ['otlp', 'model', 'errors'],
  query: ['query', 'model', 'errors'],
  store: ['store', 'model', 'query', 'errors'],
  propagation: ['propagation', 'model', 'query', 'errors'],
  report: ['report', 'model', 'errors'],
  receiver: ['receiver', 'otlp', 'store', 'model', 'query', 'report', 'propagation', 'errors', 'host-process'],
  logs: ['logs', 'query', 'model', 'errors'],
  services: ['services', 'receiver', 'logs', 'model', 'propagation', 'errors', 'host-process'],
  pii: ['pii', 'query', 'model', 'errors', 'host-process'],
  conformance: ['conformance', 'propagation', 'model', 'errors'],
  probe: ['probe', 'receiver', 'model', 'propagation', 'errors', 'host-process'],
  recording: ['recording', 'otlp', 'model', 'errors'],
  sdk: ['sdk', 'receiver', 'recording', 'otlp', 'model', 'propagation', 'errors', 'host-process'],
};

const MATCHER_LAYERS = ['query', 'propagation', 'conformance', 'pii', 'logs', 'report', 'model', 'errors'];
const ENTRIES =
  '^(src/index|src/sdk/index|matchers/(jest|jest-globals|vitest|playwright|node-test|register|mark-tests))\\.ts$';

const allowed = [
  ...Object.entries(ALLOWED).map(([layer, targets]) => ({
    from: { path: LAYERS[layer] },
    to: { path: targets.map(target => LAYERS[target]) },
  })),
  // Reports word verdicts: they know their types, and nothing that judges.
  {
    from: { path: LAYERS.report },
    to: {
      path: [
        '^src/query/',
        '^src/(propagation|conformance|pii|logs)/verdict\\.ts$',
        '^src/pii/canary/leak-verdict\\.ts$',
        '^src/conformance/conformance-case\\.ts$',
      ],
      dependencyTypes: ['type-only'],
    },
  },
  // Texts are masked where they are made (docs/decisions/0020).
  { from: { path: `${LAYERS.report}|^src/errors\\.ts$` }, to: { path: '^src/pii/masking/mask-text\\.ts$' } },
  // X-Ray's form of an id.
  { from: { path: LAYERS.logs }, to: { path: '^src/propagation/formats/' } },
  { from: { path: '^matchers/' }, to: { path: ['^matchers/', ...MATCHER_LAYERS.map(layer => LAYERS[layer])] } },
  { from: { path: ENTRIES }, to: { path: ['^src/', '^matchers/'] } },
  // What comes from outside.
  { from: {}, to: { dependencyTypes: ['core'], pathNot: '^(http|https|http2|net|tls|fs|child_process)' } },
  {
    from: { path: '^src/receiver/' },
    to: { path: ['^(http|https|http2|net|tls|fs)$', 'node_modules/@grpc/grpc-js/'] },
  },
  { from: { path: '^src/probe/' }, to: { path: ['^(http|https|http2|net)$', 'node_modules/httpxy/'] } },
  { from: { path: '^src/conformance/' }, to: { path: '^(http|https|net)$' } },
  { from: { path: '^src/pii/' }, to: { path: 'node_modules/(ibantools|tldts|libphonenumber-js|re2js|yaml|ajv)/' } },
  { from: { path: '^src/pii/' }, to: { path: '^(fs|net)$' } },
  { from: { path: '^src/services/' }, to: { path: '^(net|fs|child_process)$' } },
  { from: { path: '^src/recording/' }, to: { path: '^fs(/promises)?$' } },
  { from: { path: '^src/otlp/' }, to: { path: 'node_modules/protobufjs/' } },
  { from: { path: '^src/sdk/' }, to: { path: 'node_modules/@opentelemetry/', dependencyTypes: ['type-only'] } },
  { from: { path: ENTRIES }, to: { path: 'node_modules/(@jest/globals|vitest|@playwright/test)/' } },
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'src-knows-no-matchers', severity: 'error', from: { path: '^src/' }, to: { path: '^matchers/' } },
    { name: 'unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  allowed,
  allowedSeverity: 'error',
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
