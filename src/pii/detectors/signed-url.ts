import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';

const NONE: readonly Detection[] = [];
/** The semantic conventions' list for `url.full` and `url.query`, case-sensitive. */
const PARAMETER =
  /(?:^|[?&]|&amp;)(X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|AWSAccessKeyId|Signature|sig|X-Goog-Signature)=([^&#\s"'\\^`|]{1,8192})/g;
const QUERY_WORDS = new Set(['query', 'querystring', 'qs', 'params', 'search', 'sas']);

/** The parameters that sign a URL: who has it may do what it says. */
export const SIGNED_URL: PiiDetector = {
  name: 'signed-url',
  kind: 'credential',
  confidence: 'high',
  detect: (text, context) =>
    text.includes('ig') || text.includes('X-Amz-') || text.includes('AWSAccessKeyId')
      ? detectParameters(text, context)
      : NONE,
};

function detectParameters(text: string, context: DetectContext): readonly Detection[] {
  if (!text.includes('=')) return NONE;
  const found: Detection[] = [];
  for (const match of text.matchAll(PARAMETER)) {
    const [whole, key = '', value = ''] = match;
    if (!/^[?&]/.test(whole) && !isQuery(text, context)) continue;
    if (isRedacted(value)) continue;
    const end = match.index + whole.length;
    found.push({ start: end - value.length, end, form: key });
  }
  return found;
}

/** What begins with a parameter is a query where its key says so, or where others follow. */
function isQuery(text: string, { words }: DetectContext): boolean {
  return text.includes('&') || words.some(word => QUERY_WORDS.has(word));
}
