import type * as Tldts from 'tldts';
import { loadLibrary } from '../../load-library.ts';
import type { DetectContext, Detection, PiiDetector } from '../detector.ts';

const NONE: readonly Detection[] = [];
/** RFC 5321, section 4.5.3.1. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;
/** RFC 2606: nobody's, and just what leaks in CI look like. */
const RESERVED = new Set(['test', 'example', 'invalid']);
/** Accounts of machines in form of an address, and users of version control. */
const MACHINES = /\.gserviceaccount\.com$/i;
const REMOTE_USERS = new Set(['git', 'hg', 'svn']);
/** Accounts that build kernels and packages, or that one logs in to a host with. */
const HOST_USERS =
  /^(?:root|build(?:d|er|bot|user|kit)?|kbuild(?:er)?|mockbuild|geeko|ec2-user|ubuntu|debian|core|vagrant)$/;
const LOCAL = /[\p{L}\p{N}._+'!#$&*~-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;

/** E-mail addresses whose domain could be one. */
export const EMAIL: PiiDetector = {
  name: 'email',
  kind: 'email',
  confidence: 'high',
  detect(text, context) {
    if (!HAS_AT.test(text)) return NONE;
    if (isMessageId(context)) return NONE;
    const found: Detection[] = [];
    for (const at of text.matchAll(AT)) {
      const address = addressAround(text, { start: at.index, end: at.index + at[0].length }, found.at(-1)?.end ?? 0);
      if (address !== undefined) found.push(address);
    }
    return found;
  },
};

/** As it is, as it is written in a URL, or as an entity of HTML. */
const AT = /@|%40|&#0{0,5}64;|&#x0{0,5}40;|&commat;/gi;
const HAS_AT = /@|%40|&#|&commat;/i;
/** A dot as an entity of HTML. */
const DOT = /&#0{0,5}46;|&#x0{0,5}2e;|&period;/gi;
const DOT_HERE = new RegExp(DOT.source, 'iy');

interface At {
  readonly start: number;
  readonly end: number;
}

function addressAround(text: string, at: At, from: number): Detection | undefined {
  const start = localStart(text, at.start, from);
  if (start === undefined) return undefined;
  const end = domainEnd(text, at.end);
  const domain = text.slice(at.end, end).replace(DOT, '.');
  if (!domain.includes('.') || isUserinfo(text, start) || isRemote(text, start, at.start, end)) return undefined;
  if (isFrame(text, domain, end) || MESSAGE_ID.test(text.slice(Math.max(0, start - 24), start))) return undefined;
  return isDomain(domain) ? { start, end } : undefined;
}

/** Where the local part begins: letters, digits and a few marks, or anything in double quotes. */
function localStart(text: string, end: number, from: number): number | undefined {
  if (text[end - 1] === '"' && text[end - 2] !== '=' && text[end - 2] !== ':') {
    const quote = text.lastIndexOf('"', end - 2);
    return quote >= from && end - quote <= MAX_LOCAL && quote < end - 2 ? quote : undefined;
  }
  let start = end;
  while (start > from && end - start < MAX_LOCAL && LOCAL.test(text[start - 1] ?? '')) start--;
  // Marks that stand before it are of the text.
  while (start < end && !/[\p{L}\p{N}_]/u.test(text[start] ?? '')) start++;
  // A star is somebody's mask.
  return start < end && !/[.*]/.test(text[end - 1] ?? '') ? start : undefined;
}

function domainEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < MAX_DOMAIN) {
    if (DOMAIN.test(text[end] ?? '')) end++;
    else if (text[end] === '&' && isDotAt(text, end)) end = DOT_HERE.lastIndex;
    else break;
  }
  while (end > start && /[.-]/.test(text[end - 1] ?? '')) end--;
  return end;
}

function isDotAt(text: string, at: number): boolean {
  DOT_HERE.lastIndex = at;
  return DOT_HERE.test(text);
}

/** `https://ada@host/` and `amqp://ada:secret@host/` name no mailbox; what they give away is another detector's. */
function isUserinfo(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 200), start);
  return /:\/\/(?:[^\s/@:"']{0,100}:[^\s/@"']{0,100})?$/.test(before);
}

/** `git@github.com:org/repo.git`; `root@host.example.com:/usr/src`, `Linux version 6.1.0 (builder@host.example.com)`. */
function isRemote(text: string, start: number, at: number, end: number): boolean {
  const user = text.slice(start, at);
  const isPath = /^[:/]/.test(text.slice(end, end + 1));
  if (REMOTE_USERS.has(user)) return isPath;
  const before = text.slice(Math.max(0, start - 120), start);
  return KERNEL.test(before) || (HOST_USERS.test(user) && (isPath || /\b(?:ssh|scp|sftp|rsync)\b/.test(before)));
}

/** What a kernel says before the account that built it. */
const KERNEL = /\b(?:Linux version|Linux|Kernel Version|BSD) [\w.+~-]{3,60}[^@]{0,30}\($/i;

const MESSAGE_ID = /(?:message-id|in-reply-to|references)["']?\s?[:=]\s?["']?<$/i;
/** Endings of source files that are countries' as well. */
const SOURCE = /^[\w-]{1,64}\.(?:py|rs|sh|md|pl|ps|cc)$/i;

/** `render@main.py:3`: a function and its file, as stack traces have them. */
function isFrame(text: string, domain: string, end: number): boolean {
  return SOURCE.test(domain) && /^(?::\d|,? line \d)/.test(text.slice(end, end + 8));
}

/** Ids of messages have the form of an address. */
function isMessageId({ words }: DetectContext): boolean {
  return words.some((word, index) => word === 'message' && words[index + 1] === 'id');
}

let tldts: typeof Tldts | undefined;

/** Versions: `pkg@1.2.3`, `pkg@v2.0.0-rc.io`; and file names for screens: `logo@2x.png`. */
const VERSION = /^(?:v?\d{1,5}\.\d{1,5}[.-]|v?\d{1,5}\.[x*]|\dx\.)/;
/** Suffixes under which large providers have a label of digits: `163.com`, `360.cn`. No file ends so. */
const BESIDE_DIGITS =
  /^(?:[\p{L}-][\p{L}\p{N}-]*\.){0,3}\d{2,6}\.(?:com|net|org|cn|com\.cn|net\.cn|org\.cn|hk|tw|jp|kr|ru|info|biz)$/u;

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  if (labels.some(label => label === '' || label.length > 63)) return false;
  if (BESIDE_DIGITS.test(domain.toLowerCase())) return true;
  const top = labels.at(-1)?.toLowerCase() ?? '';
  if (!/\p{L}/u.test(labels.at(-2) ?? '') || VERSION.test(domain) || MACHINES.test(domain)) return false;
  if (RESERVED.has(top)) return true;
  tldts ??= loadLibrary<typeof Tldts>('tldts');
  // A registry's own suffix has mailboxes, too: `ada@gov.uk`.
  return tldts.parse(domain.toLowerCase(), { extractHostname: false }).isIcann === true;
}
