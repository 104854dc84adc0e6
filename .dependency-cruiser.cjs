// Who may import whom: docs and review can be argued with, this cannot. Whatever is not listed is forbidden.
const LAYERS = {
  // What everyone may use.
  errors: '^src/(errors|misuse|nearest-name|real-time|kept-for-turn)\\.ts$',
  'host-process': '^src/(host-process|load-library)\\.ts$',
};
const FOLDERS = [
  'model',
  'config-file',
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
  'xray',
  'contract',
  'sampling',
  'collector',
  'logs',
];
for (const folder of FOLDERS) LAYERS[folder] = `^src/${folder}/`;
// What drives a service and asks the receiver what came; the rest of the folder judges data.
LAYERS.measure = '^src/sampling/measure/';
LAYERS.sampling = '^src/sampling/(?!measure/)';

const ALLOWED = {
  errors: ['errors'],
  'host-process': ['host-process'],
  'config-file': ['config-file', 'model', 'errors', 'host-process'],
  model: ['model', 'errors'],
  otlp: ['otlp', 'model', 'errors'],
  query: ['query', 'model', 'errors'],
  store: ['store', 'model', 'query', 'errors'],
  propagation: ['propagation', 'model', 'query', 'errors'],
  report: ['report', 'model', 'errors'],
  receiver: ['receiver', 'otlp', 'store', 'model', 'query', 'report', 'propagation', 'errors', 'host-process'],
  logs: ['logs', 'query', 'model', 'errors'],
  services: ['services', 'receiver', 'logs', 'model', 'propagation', 'errors', 'host-process'],
  pii: ['pii', 'config-file', 'query', 'model', 'errors', 'host-process'],
  contract: ['contract', 'config-file', 'pii', 'query', 'model', 'errors'],
  conformance: ['conformance', 'propagation', 'model', 'errors'],
  probe: ['probe', 'receiver', 'model', 'propagation', 'errors', 'host-process'],
  sampling: ['sampling', 'propagation', 'query', 'model', 'errors'],
  measure: ['measure', 'sampling', 'receiver', 'query', 'model', 'errors'],
  recording: ['recording', 'otlp', 'model', 'errors'],
  // It also reads the collector's configuration for the receiver.
  xray: ['xray', 'config-file', 'query', 'propagation', 'model', 'errors', 'host-process'],
  collector: [
    ...['collector', 'services', 'receiver', 'recording', 'config-file', 'pii', 'otlp', 'report', 'model'],
    ...['errors', 'host-process'],
  ],
  sdk: ['sdk', 'receiver', 'recording', 'otlp', 'model', 'propagation', 'errors', 'host-process'],
};

const MATCHER_LAYERS = [
  'host-process',
  'query',
  'propagation',
  'conformance',
  'pii',
  'xray',
  'contract',
  'sampling',
  'logs',
  'report',
  'model',
  'errors',
];
const ENTRIES =
  '^(src/index|src/sdk/index|src/xray/index|matchers/(expect|jest|jest-globals|vitest|playwright|node-test|runner-core|register|mark-tests))\\.ts$';

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
        '^src/(propagation|conformance|pii|xray|logs)/verdict\\.ts$',
        '^src/pii/canary/leak-verdict\\.ts$',
        '^src/contract/attribute-policy/',
        '^src/conformance/conformance-case\\.ts$',
        '^src/sampling/(verdict|sampling-report|consistency/inconsistency)\\.ts$',
      ],
      dependencyTypes: ['type-only'],
    },
  },
  // Texts are masked where they are made (docs/decisions/0020).
  {
    from: { path: `${LAYERS.report}|^src/errors\\.ts$` },
    to: { path: '^src/pii/masking/(mask-text|marks)\\.ts$' },
  },
  // Where a text is whole.
  { from: { path: `${LAYERS.receiver}|${LAYERS.collector}` }, to: { path: '^src/pii/masking/marks\\.ts$' } },
  // X-Ray's form of an id.
  { from: { path: LAYERS.logs }, to: { path: '^src/propagation/formats/' } },
  { from: { path: '^matchers/' }, to: { path: ['^matchers/', ...MATCHER_LAYERS.map(layer => LAYERS[layer])] } },
  { from: { path: ENTRIES }, to: { path: ['^src/', '^matchers/'] } },
  // Options are checked where they are given; the receiver hands on what they say.
  { from: { path: LAYERS.receiver }, to: { path: '^src/xray/indexing/' } },
  // The YAML library is loaded when a configuration is first read.
  { from: { path: '^src/xray/' }, to: { path: ['node_modules/yaml/', '^(fs|net)$'] } },
  // What comes from outside.
  { from: {}, to: { dependencyTypes: ['core'], pathNot: '^(http|https|http2|net|tls|fs|child_process)' } },
  {
    from: { path: '^src/receiver/' },
    to: { path: ['^(http|https|http2|net|tls|fs)$', 'node_modules/@grpc/grpc-js/'] },
  },
  { from: { path: '^src/probe/' }, to: { path: ['^(http|https|http2|net)$', 'node_modules/httpxy/'] } },
  { from: { path: '^src/conformance/' }, to: { path: '^(http|https|net)$' } },
  { from: { path: '^src/pii/' }, to: { path: 'node_modules/(ibantools|tldts|libphonenumber-js|re2js|ajv)/' } },
  { from: { path: '^src/pii/' }, to: { path: '^net$' } },
  { from: { path: '^src/config-file/' }, to: { path: ['node_modules/yaml/', '^fs$'] } },
  { from: { path: '^src/sampling/xray/' }, to: { path: '^(http|net)$' } },
  { from: { path: '^src/services/' }, to: { path: '^(net|fs|child_process)$' } },
  { from: { path: '^src/recording/' }, to: { path: '^fs(/promises)?$' } },
  { from: { path: '^src/collector/' }, to: { path: ['^fs(/promises)?$', 'node_modules/yaml/'] } },
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
