import { styled } from '../key-styles.ts';
import { formText, sqlText, urlText } from '../quoting.ts';
import type { Template } from '../source-types.ts';

/** What telemetry the held half puts values into, in kind as real services write it. */
export const TEMPLATES: readonly Template[] = [
  {
    name: 'attribute of a resource',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: `app.${styled(key, random, ['snake', 'camel', 'dotted', 'kebab'])}`,
      value,
    }),
  },
  {
    name: 'JSON list of objects',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'messaging.message.body',
      value: JSON.stringify([
        { op: 'noop', seq: random.int(1, 99) },
        {
          op: 'upsert',
          seq: random.int(100, 199),
          row: { [styled(key, random, ['camel', 'snake', 'pascal'])]: value },
        },
      ]),
    }),
  },
  {
    name: 'JSON string in JSON',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'aws.lambda.event',
      value: JSON.stringify({
        Records: [
          { messageId: random.uuid(), body: JSON.stringify({ [styled(key, random, ['camel', 'snake'])]: value }) },
        ],
      }),
    }),
  },
  {
    name: 'SQL Server INSERT',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.statement',
      value: `INSERT INTO [dbo].[Contacts] ([ContactId], [${styled(key, random, ['pascal'])}], [Status]) OUTPUT INSERTED.[ContactId] VALUES (${random.int(1, 9999)}, N${sqlText(value)}, 1)`,
    }),
  },
  {
    name: 'Oracle MERGE',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.query.text',
      value: `MERGE INTO CONTACTS t USING (SELECT ${random.int(1, 9999)} AS ID FROM DUAL) s ON (t.ID = s.ID) WHEN MATCHED THEN UPDATE SET t.${styled(key, random, ['env'])} = ${sqlText(value)}`,
    }),
  },
  {
    name: 'ClickHouse SELECT',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.query.text',
      value: `SELECT count() FROM events_all PREWHERE ${styled(key, random, ['snake', 'camel'])} = ${sqlText(value)} AND ts > now() - INTERVAL ${random.int(1, 30)} DAY FORMAT JSON`,
    }),
  },
  {
    name: 'multipart body',
    tells: 'key',
    put: ({ key, value, random }) => {
      const boundary = `----WebKitFormBoundary${random.chars('alnum', 16)}`;
      return {
        key: 'http.request.body',
        value: `${boundary}\r\nContent-Disposition: form-data; name="${styled(key, random, ['snake', 'kebab'])}"\r\n\r\n${value}\r\n${boundary}--`,
      };
    },
  },
  {
    name: 'form with brackets',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'http.request.body',
      value: `utf8=%E2%9C%93&signup%5B${styled(key, random, ['snake'])}%5D=${formText(value)}&commit=Save`,
    }),
  },
  {
    name: 'URL fragment and path',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'http.url',
      value: `http://intake.svc.cluster.local:${random.int(8000, 8999)}/search/?${styled(key, random, ['kebab', 'camel'])}=${urlText(value)}#results`,
    }),
  },
  {
    name: 'properties',
    tells: 'key',
    put: ({ key, value, random }) => ({
      value: `# generated\nserver.port=${random.int(8000, 9000)}\n${styled(key, random, ['dotted', 'kebab'])}=${value}\nspring.profiles.active=prod\n`,
    }),
  },
  {
    name: 'TOML',
    tells: 'key',
    put: ({ key, value, random }) => ({
      value: `[intake]\nworkers = ${random.int(1, 16)}\n${styled(key, random, ['snake', 'kebab'])} = ${JSON.stringify(value)}\n\n[intake.retry]\nmax = 3\n`,
    }),
  },
  {
    name: 'protobuf text',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'rpc.request',
      value: `request_id: "${random.uuid()}" profile { ${styled(key, random, ['snake'])}: ${JSON.stringify(value)} tier: PREMIUM }`,
    }),
  },
  {
    name: 'MongoDB command',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.statement',
      value: JSON.stringify({
        update: 'contacts',
        updates: [
          { q: { _id: random.chars('hex', 24) }, u: { $set: { [styled(key, random, ['camel', 'snake'])]: value } } },
        ],
        lsid: { id: random.uuid() },
      }),
    }),
  },
  {
    name: 'Redis HSET',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'db.query.text',
      value: `HSET contact:${random.int(1, 9999)} tier gold ${styled(key, random, ['snake'])} ${/\s/.test(value) ? JSON.stringify(value) : value}`,
    }),
  },
  {
    name: 'CSV with a header',
    tells: 'key',
    put: ({ key, value, random }) => ({
      key: 'batch.chunk',
      value: `row,${styled(key, random, ['snake'])},status\n${random.int(1, 999)},"${value.replaceAll('"', '""')}",ok\n`,
    }),
  },
  {
    name: 'Ruby hash in a log line',
    tells: 'key',
    put: ({ key, value, random }) => ({
      value: `Started POST "/contacts" Parameters: {"utf8"=>"✓", "contact"=>{"${styled(key, random, ['snake'])}"=>${JSON.stringify(value)}}, "id"=>"${random.int(1, 999)}"}`,
    }),
  },
  {
    name: 'Python repr',
    tells: 'key',
    put: ({ key, value, random }) => ({
      value: `calling save_contact(seq=${random.int(1, 99)}, data={'${styled(key, random, ['snake'])}': '${value.replaceAll("'", "\\'")}', 'dry_run': False})`,
    }),
  },
  {
    name: '.NET exception',
    tells: 'word',
    put: ({ word, value, random }) => ({
      key: 'exception.stacktrace',
      value: `System.InvalidOperationException: The ${word} '${value}' is taken.\n   at Acme.Intake.ContactStore.Save(Contact contact) in /src/Intake/ContactStore.cs:line ${random.int(10, 300)}\n   at Acme.Intake.Program.Main()`,
    }),
  },
  {
    name: 'Go error',
    tells: 'word',
    put: ({ word, value, random }) => ({
      key: 'exception.message',
      value: `rpc error: code = AlreadyExists desc = ${word} "${value}" exists (shard ${random.int(1, 64)})`,
    }),
  },
  {
    name: 'Node error',
    tells: 'word',
    put: ({ word, value, random }) => ({
      key: 'exception.stacktrace',
      value: `ValidationError: ${word} not accepted: ${value}\n    at check (/app/dist/intake.js:${random.int(10, 300)}:${random.int(3, 40)})\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`,
    }),
  },
  {
    name: 'colon in a sentence',
    tells: 'word',
    put: ({ word, value, random }) => ({
      value: `Support ticket ${random.int(100, 999)}: caller gave ${word}: ${value}.`,
    }),
  },
  {
    name: 'message of a span',
    tells: 'nothing',
    put: ({ value, random }) => ({ key: 'event.message', value: `retry ${random.int(1, 9)}: "${value}" not accepted` }),
  },
  {
    name: 'list between bars',
    tells: 'nothing',
    put: ({ value, random }) => ({ key: 'edi.segment', value: `HDR|${random.int(1, 99)}|${value}|END` }),
  },
];
