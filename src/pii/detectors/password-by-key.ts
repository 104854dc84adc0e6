import type { DetectContext, Detection, PiiDetector } from '../detector.ts';
import { type SecretKeyKind, secretKeyKind } from '../secret-keys.ts';
import { secretIn } from '../secret-value.ts';

const NONE: readonly Detection[] = [];
/** Keys that say nothing of themselves; the one above them does. */
const NEUTRAL = new Set(['value', 'val', 'raw', 'plain', 'text', 'data', 'current', 'new', 'old', 'string']);
/** Passwords, and secrets that one knows by the name they have: `password`, `client_secret`, `X-Api-Key`. */
export const PASSWORD_BY_KEY: PiiDetector = {
  name: 'password-by-key',
  kind: 'secret',
  confidence: 'medium',
  detect(text, context) {
    const kind = context.key === undefined ? undefined : kindOf(context.key, context);
    if (kind !== undefined) {
      const found = secretIn(text, kind);
      if (found !== undefined) return [{ ...found, form: kind }];
    }
    return NONE;
  },
};

function kindOf(key: string, context: DetectContext): SecretKeyKind | undefined {
  const kind = secretKeyKind(key);
  if (kind !== undefined || !NEUTRAL.has(key)) return kind;
  const { words } = context;
  return secretKeyKind(words.slice(1, 2).join()) ?? secretKeyKind(words.slice(1, 3).join('_'));
}
