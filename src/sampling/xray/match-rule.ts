import type { CompleteRule } from './rule.ts';

/** What rules are held against. A field that is not given is matched by `*` alone; a path that is not given is `/`. */
export interface XRayRequest {
  /** When it comes: milliseconds since any moment, or a date. */
  readonly at: number | Date;
  readonly service?: string;
  /** `AWS::ECS::Container`. */
  readonly serviceType?: string;
  readonly host?: string;
  readonly method?: string;
  /** Without its query. */
  readonly path?: string;
  readonly resourceArn?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * Whether a rule matches a request. All of its fields must.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function matchesRule(rule: CompleteRule, request: Omit<XRayRequest, 'at'>): boolean {
  const { attributes = {} } = request;
  return (
    matches(rule.ServiceName, request.service) &&
    matches(rule.ServiceType, request.serviceType) &&
    matches(rule.Host, request.host) &&
    matches(rule.HTTPMethod, request.method) &&
    matches(rule.URLPath, request.path ?? '/') &&
    matches(rule.ResourceARN, request.resourceArn) &&
    Object.entries(rule.Attributes).every(
      ([key, pattern]) => Object.hasOwn(attributes, key) && matches(pattern, attributes[key]),
    )
  );
}

function matches(pattern: string, text: string | undefined): boolean {
  return pattern === '*' || (text !== undefined && isGlob(text.toLowerCase(), pattern.toLowerCase()));
}

/** Whether a text is the pattern, in which `*` stands for any text and `?` for one character. */
function isGlob(text: string, pattern: string): boolean {
  let [at, inPattern] = [0, 0];
  // Where the last `*` stands, and how far it reaches: on a mismatch it takes one character more.
  let [star, reach] = [-1, 0];
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      [star, reach] = [inPattern, at];
      inPattern += 1;
    } else if (wanted === '?' || wanted === text[at]) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      reach += 1;
      [at, inPattern] = [reach, star + 1];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
