import type { Detection, PiiDetector } from '../detector.ts';
import { isRedacted } from '../redacted.ts';
import { secretKeyKind } from '../secret-keys.ts';
import { secretIn } from '../secret-value.ts';

const NONE: readonly Detection[] = [];
/** `--password hunter2`, `-token=...`, `["--password", "hunter2"]`; what follows is no option itself. */
const OPTION = /(?<![\w.-])--?([A-Za-z][\w.-]{1,60})(?:=|["']?[,\s]\s{0,8})(?!["']?--?[A-Za-z])["']?([^\s"',]{1,512})/g;
/** Behind an option, in a shell or in a list. */
const GAP = String.raw`["']?(?:[\s,]){1,8}["']?`;
const VALUE = String.raw`([^\s"',]{1,128})`;
const option = (names: string, between = GAP): RegExp => new RegExp(`[\\s"',](?:${names})${between}${VALUE}`);

const USER_AND_PASSWORD =
  /[\s"',](?:-u|--user|--proxy-user|-a|--auth|-A)["']?[\s,=]{0,8}["']?(?!["'\s-])([^\s:"',=]{0,64}):([^\s"',]{1,128})/;
/** Programs of which an option takes a password, right behind it or after a blank. */
const PROGRAMS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    mysql: /[\s"',]-p([^\s"',-][^\s"',]{0,127})/,
    mariadb: /[\s"',]-p([^\s"',-][^\s"',]{0,127})/,
    mongo: option('-p'),
    sshpass: option('-p', `(?:${GAP})?`),
    'redis-cli': option('-a|--pass'),
    ldap: option('-w'),
    cqlsh: option('-p'),
    sqlcmd: option('-P', `(?:${GAP})?`),
    mosquitto_: option('-P'),
    rabbitmqadmin: option('-p'),
    rabbitmqctl:
      /(?:add_user|change_password|authenticate_user)["']?[\s,]{1,8}["']?[^\s"',]{1,128}["']?[\s,]{1,8}["']?([^\s"',]{1,128})/,
    smbclient: /[\s"',]-U["']?[\s,]{0,8}["']?[^\s"',%]{1,128}%([^\s"',]{1,128})/,
    zip: option('-P'),
    openssl: /[\s"',]-pass(?:in|out)?["']?[\s,]{1,8}["']?pass:([^\s"',]{1,128})/,
    keytool: option('-storepass|-keypass'),
    curl: USER_AND_PASSWORD,
    http: USER_AND_PASSWORD,
    influx: USER_AND_PASSWORD,
    etcdctl: USER_AND_PASSWORD,
    // Of docker, podman, helm registry, ...: the program stands before it.
    login: option('-p'),
  }),
);
const PROGRAM = new RegExp(`(?<![\\w-])(?:${[...PROGRAMS.keys()].join('|')})`, 'g');
const LOGS_IN =
  /\b(?:docker|podman|buildah|skopeo|helm|registry|nerdctl|oras|az|oc|cf|acr|regctl|crane)["']?[\s,]{1,8}["']?$/;
/** So far behind the program's name an option is looked for. */
const REACH = 400;
/** More of them in one text are not looked at. */
const MOST = 100;

/** Passwords and secrets among a command's arguments. */
export const COMMAND_LINE: PiiDetector = {
  name: 'command-line',
  kind: 'secret',
  confidence: 'medium',
  detect: text =>
    text.includes(' -') || text.startsWith('-') || /["',]-|rabbitmqctl/.test(text) ? detectOptions(text) : NONE,
};

function detectOptions(text: string): readonly Detection[] {
  const found: Detection[] = [];
  for (const match of text.matchAll(OPTION)) {
    const [whole, name = '', value = ''] = match;
    const kind = secretKeyKind(name);
    if (kind === undefined || isOpened(value) || secretIn(value, kind) === undefined) continue;
    const end = match.index + whole.length;
    found.push({ start: end - value.length, end, form: kind });
  }
  let left = MOST;
  for (const { index, 0: program } of text.matchAll(PROGRAM)) {
    if (left-- <= 0) break;
    if (program === 'login' && !LOGS_IN.test(text.slice(Math.max(0, index - 32), index))) continue;
    const detection = detectShort(text, index, PROGRAMS.get(program));
    if (detection !== undefined) found.push(detection);
  }
  return found;
}

function detectShort(text: string, at: number, short: RegExp | undefined): Detection | undefined {
  // Another command begins there.
  const [near = ''] = text.slice(at, at + REACH).split(/[|;\n]/, 1);
  const match = short?.exec(near) ?? undefined;
  const value = match?.at(-1);
  if (match === undefined || value === undefined || isRedacted(value) || isOpened(value)) return undefined;
  const user = match.length > 2 ? (match[1] ?? '') : undefined;
  // `<user:password>`, `[USER:PASSWORD]`; the scheme of a URL; a port.
  if (user !== undefined && (/^[<[{(]/.test(user) || value.startsWith('//'))) return undefined;
  const end = at + match.index + match[0].length;
  return { start: end - value.length, end, form: 'password' };
}

/** The beginning of a placeholder that has blanks in it: `<your`; or the standard input. */
function isOpened(value: string): boolean {
  return value === '-' || (/^[<[{]/.test(value) && !/[>\]}]/.test(value));
}
