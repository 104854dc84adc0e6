/** What a value says: a message; a message that was taken out; or only its frame (roles, ids), or nothing at all. */
export type ContentIn = 'content' | 'redacted' | 'frame' | 'nothing';

/** Members of a message that are not what it says. */
const FRAME = new Set(
  'role type id index name finish_reason finishreason stop_reason modality mime_type mimetype media_type tool_call_id toolcallid toolname tool_name call_id event.name gen_ai.system gen_ai.message.index object model created providermetadata provideroptions'.split(
    ' ',
  ),
);
/** What instrumentations put in a message's place. In prose there are more words and signs than in other values. */
const STARS = /^[*•●■█]{3,}$|^[xX]{4,}$/;
const WORD =
  /^[-_*]{0,3}(?:content[ _-])?(?:redacted|filtered|masked|scrubbed|sanitized|sanitised|anonymized|anonymised)(?:[ _-]?(?:content|text|by [\w -]{1,40}))?[-_*]{0,3}$/i;
const BRACKETED = /^(?:\[[^[\]]{1,80}\]|<[^<>]{1,80}>|\([^()]{1,80}\)|\{[^{}]{1,80}\})$/;
const TAKEN_OUT =
  /\b(?:redacted|filtered|masked|scrubbed|sanitized|sanitised|anonymized|anonymised|hidden|removed|omitted|elided|stripped|suppressed|not recorded|not captured)\b/i;
/** More members are not looked at: so long a message was not taken out. */
const MOST = 10_000;

/** What a text says that may be JSON. It never throws, however deep the text nests. */
export function contentInText(text: string): ContentIn {
  const trimmed = text.trim();
  if (/^(?:[[{"]|null$)/.test(trimmed)) {
    try {
      return contentIn(JSON.parse(trimmed));
    } catch {
      // It only begins like JSON.
    }
  }
  return contentIn(trimmed);
}

/** What a value says: a text, or messages with their members. */
export function contentIn(value: unknown): ContentIn {
  const open: { readonly value: unknown; readonly isFrame: boolean }[] = [{ value, isFrame: false }];
  let isRedactedSomewhere = false;
  let hasFrame = false;
  let left = MOST;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (--left < 0) return 'content';
    const { value: at, isFrame } = next;
    if (typeof at === 'object' && at !== null && !(at instanceof Uint8Array)) {
      for (const [key, member] of Object.entries(at))
        open.push({ value: member, isFrame: !Array.isArray(at) && FRAME.has(key.toLowerCase()) });
    } else if (at !== null && at !== undefined && at !== '') {
      if (isFrame) hasFrame = true;
      else if (isTakenOut(at)) isRedactedSomewhere = true;
      else return 'content';
    }
  }
  if (isRedactedSomewhere) return 'redacted';
  return hasFrame ? 'frame' : 'nothing';
}

function isTakenOut(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  return text === '' || STARS.test(text) || WORD.test(text) || (BRACKETED.test(text) && TAKEN_OUT.test(text));
}
