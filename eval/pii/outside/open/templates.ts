import { styled } from '../key-styles.ts';
import { formText, shellText, sqlText, urlText, xmlText } from '../quoting.ts';
import type { Template } from '../source-types.ts';

/** What telemetry the open half puts values into, in kind as real services write it. */
export const TEMPLATES: readonly Template[] = [
  {
    name: 'attribute',
    tells: 'key',
    put: ({ key, value, random }) => ({ key: styled(key, random, ['attribute', 'snake', 'dotted', 'camel']), value }),
  },
  {
    name: 'JSON body, nested',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'http.request.body',
      value: JSON.stringify({
        requestId: random.uuid(),
        plan: random.pick(['basic', 'pro', 'team']),
        data: { version: random.int(1, 9), [styled(key, random, ['camel', 'snake'])]: value, active: true },
      }),
    }),
  },
  {
    name: 'JSON in a log line',
    tells: 'key',
    put: ({ key, value, random }) => ({
      value: `${isoTime(random.int(0, 9e8))} INFO worker-${random.int(1, 9)} payload=${JSON.stringify({ attempt: random.int(1, 5), [styled(key, random, ['snake', 'camel', 'kebab'])]: value })} took=${random.int(2, 900)}ms`,
    }),
  },
  {
    name: 'Postgres INSERT',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.query.text',
      value: `INSERT INTO "public"."accounts" ("id", "${styled(key, random, ['snake'])}", "plan_id", "created_at") VALUES (${random.int(1, 99_999)}, ${sqlText(value)}, ${random.int(1, 9)}, NOW()) RETURNING "id"`,
    }),
  },
  {
    name: 'MySQL UPDATE',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.statement',
      value: `UPDATE \`members\` SET \`updated_at\` = CURRENT_TIMESTAMP, \`${styled(key, random, ['snake', 'camel'])}\` = ${sqlText(value)} WHERE \`id\` = ${random.int(1, 9999)}`,
    }),
  },
  {
    name: 'SQLite SELECT',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.query.text',
      value: `SELECT rowid, status FROM profile WHERE ${styled(key, random, ['snake'])} = ${sqlText(value)} LIMIT 1`,
    }),
  },
  {
    name: 'form body',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'http.request.body',
      value: `step=2&${styled(key, random, ['snake', 'camel'])}=${formText(value)}&locale=en&submit=Continue`,
    }),
  },
  {
    name: 'URL query',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'url.full',
      value: `https://api.shop.internal/v2/lookup?page=${random.int(1, 20)}&${styled(key, random, ['snake', 'camel'])}=${urlText(value)}&sort=asc`,
    }),
  },
  {
    name: 'logfmt',
    tells: 'key',
    put: ({ key, value, random }) => ({
      value: `level=info ts=${isoTime(random.int(0, 9e8))} caller=handler.go:${random.int(20, 400)} msg="profile saved" ${styled(key, random, ['snake'])}=${JSON.stringify(value)} duration=${random.int(1, 80)}ms`,
    }),
  },
  {
    name: 'request header',
    tells: 'key',
    put: ({ key, value, random }) => ({ key: `http.request.header.x-${styled(key, random, ['kebab'])}`, value }),
  },
  {
    name: 'environment',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'process.environment',
      value: `LANG=C.UTF-8\nPORT=${random.int(3000, 9000)}\n${styled(key, random, ['env'])}=${value}\nNODE_ENV=production\nHOME=/home/app`,
    }),
  },
  {
    name: 'YAML',
    tells: 'key',
    put: ({ key, value, random }) => ({
      value: `service:\n  name: intake\n  replicas: ${random.int(1, 9)}\n  settings:\n    ${styled(key, random, ['snake', 'camel', 'kebab'])}: ${JSON.stringify(value)}\n    timeout: 30s`,
    }),
  },
  {
    name: 'XML',
    tells: 'key',
    put: ({ key, value, random }) => {
      const tag = styled(key, random, ['pascal', 'camel']);
      return {
        key: 'soap.body',
        value: `<soap:Body><SaveRequest><Sequence>${random.int(1, 999)}</Sequence><${tag}>${xmlText(value)}</${tag}></SaveRequest></soap:Body>`,
      };
    },
  },
  {
    name: 'GraphQL variables',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'graphql.variables',
      value: JSON.stringify({
        input: { clientMutationId: random.int(1, 99), [styled(key, random, ['camel'])]: value },
      }),
    }),
  },
  {
    name: 'command line',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'process.command_line',
      value: `/usr/local/bin/import --dry-run --${styled(key, random, ['kebab'])} ${shellText(value)} --limit ${random.int(10, 500)}`,
    }),
  },
  {
    name: 'Java exception',
    tells: 'word',
    put: ({ word, value, random }) => ({
      key: 'exception.stacktrace',
      value: `java.lang.IllegalStateException: duplicate ${word}: ${value}\n\tat com.acme.intake.ProfileService.save(ProfileService.java:${random.int(20, 300)})\n\tat java.base/java.lang.Thread.run(Thread.java:${random.int(800, 1600)})`,
    }),
  },
  {
    name: 'Python traceback',
    tells: 'word',
    put: ({ word, value, random }) => ({
      key: 'exception.stacktrace',
      value: `Traceback (most recent call last):\n  File "/srv/app/intake.py", line ${random.int(20, 300)}, in validate\n    raise ValueError(msg)\nValueError: ${word} ${value} is already in use`,
    }),
  },
  {
    name: 'log sentence',
    tells: 'word',
    put: ({ word, value, random }) => ({
      value: `[${random.int(1, 40)}] could not verify ${word} ${value}, giving up after ${random.int(2, 5)} attempts`,
    }),
  },
  {
    name: 'free text',
    tells: 'nothing',
    put: ({ value, random }) => ({ key: 'app.note', value: `forwarded ${value} to queue ${random.int(1, 30)}` }),
  },
  {
    name: 'JSON list',
    tells: 'nothing',
    put: ({ value, random }) => ({ key: 'rpc.arguments', value: JSON.stringify([random.int(1, 99), value, null]) }),
  },
];

function isoTime(offset: number): string {
  return new Date(1_700_000_000_000 + offset).toISOString();
}
