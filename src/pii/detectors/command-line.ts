import type { Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';
import { secretKeyKind } from '../secret-keys.ts';
import { secretIn } from '../secret-value.ts';

const NONE: readonly Detection[] = [];
/** `--password hunter2`, `-token=...`, `["--password", "hunter2"]`. */
const OPTION = /(?<![\w-])--?([A-Za-z][\w-]{2,40})(?:=|["']?[,\s]\s{0,3})["']?([^\s"',]{1,512})/g;
/** Programs of which a short option takes a password, right behind it or after a blank. */
const PROGRAMS: readonly (readonly [program: string, option: RegExp])[] = [
  ['mysql', /\s-p([^\s-]\S{0,127})/],
  ['mariadb', /\s-p([^\s-]\S{0,127})/],
  ['sshpass', /\s-p\s{0,4}(\S{1,128})/],
  ['redis-cli', /\s-a\s{1,4}(\S{1,128})/],
  ['ldap', /\s-w\s{1,4}(\S{1,128})/],
  ['curl', /\s(?:-u|--user)[ =]["']?[^\s:"'=]{1,64}:([^\s"']{1,128})/],
];
/** So far behind the program's name an option is looked for. */
const REACH = 400;

/** Passwords and secrets among a command's arguments. */
export const COMMAND_LINE: PiiDetector = {
  name: 'command-line',
  kind: 'secret',
  confidence: 'medium',
  detect: text => (text.includes(' -') || text.startsWith('-') || text.includes('"-') ? detectOptions(text) : NONE),
};

function detectOptions(text: string): readonly Detection[] {
  const found: Detection[] = [];
  for (const match of text.matchAll(OPTION)) {
    const [whole, option = '', value = ''] = match;
    const kind = secretKeyKind(option);
    if (kind === undefined || value.startsWith('-') || secretIn(value, kind) === undefined) continue;
    const end = match.index + whole.length;
    found.push({ start: end - value.length, end, form: kind });
  }
  for (const [program, option] of PROGRAMS) addShort(text, program, option, found);
  return found;
}

function addShort(text: string, program: string, option: RegExp, found: Detection[]): void {
  for (let at = text.indexOf(program); at >= 0; at = text.indexOf(program, at + program.length)) {
    // Another command begins there.
    const [near = ''] = text.slice(at, at + REACH).split(/[|;\n]/, 1);
    const match = option.exec(near);
    const value = match?.[1];
    if (match === null || value === undefined || isRedacted(value)) continue;
    const end = at + match.index + match[0].length;
    found.push({ start: end - value.length, end, form: 'password' });
  }
}
