import { BlockList, isIP } from 'node:net';
import type { Detection, PiiDetector } from '../detector.ts';

const NONE: readonly Detection[] = [];
const V4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const V6 = /(?<![\w:.])[\da-f:]{0,30}:[\da-f:.]{1,40}(?![\w:])/gi;
const VERSION_WORDS = new Set(['version', 'versions', 'release', 'build', 'firmware', 'sdk', 'semver']);

/** Addresses of nobody: loopback, unspecified, broadcast, documentation excepted. */
const NOBODY = new BlockList();
NOBODY.addSubnet('127.0.0.0', 8);
NOBODY.addAddress('0.0.0.0');
NOBODY.addAddress('255.255.255.255');
NOBODY.addAddress('::1', 'ipv6');
NOBODY.addAddress('::', 'ipv6');

/** IP addresses but for the machine's own. Off by default: most in traces are the network's. */
export const IP_ADDRESS: PiiDetector = {
  name: 'ip-address',
  kind: 'ip',
  confidence: 'medium',
  detect(text, { words }) {
    const found: Detection[] = [];
    if (text.includes('.') && !words.some(word => VERSION_WORDS.has(word))) add(text, V4, found);
    if (text.includes(':')) add(text, V6, found);
    return found.length === 0 ? NONE : found;
  },
};

function add(text: string, pattern: RegExp, found: Detection[]): void {
  for (const match of text.matchAll(pattern)) {
    const [address] = match;
    const version = isIP(address);
    if (version === 0 || NOBODY.check(address, version === 6 ? 'ipv6' : 'ipv4')) continue;
    found.push({ start: match.index, end: match.index + address.length, form: `IPv${version}` });
  }
}
