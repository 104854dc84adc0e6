import { describe, expect, test } from 'vitest';
import { findPii } from '../../src/index.ts';

const WORDS = 'Please list three ideas';
const kindsIn = (key: string, value: string): string[] =>
  findPii({ key, value }).map(({ kind, level }) => `${kind} ${level}`);

describe('content of generative AI', () => {
  test.each([
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'gen_ai.prompt',
    'gen_ai.completion.0.content',
    'gen_ai.prompt.3.content',
    'gen_ai.event.content',
    'input.value',
    'output.value',
    'llm.input_messages.0.message.content',
    'llm.output_messages.1.message.contents.0.message_content.text',
    'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments',
    'retrieval.documents.2.document.content',
    'ai.prompt',
    'ai.prompt.messages',
    'ai.response.text',
    'ai.response.toolCalls',
    'ai.toolCall.args',
    'traceloop.entity.input',
    'traceloop.entity.output',
  ])('is a warning under %s', key => {
    expect(kindsIn(key, WORDS)).toEqual(['gen-ai-content warn']);
  });

  test.each([
    'gen_ai.request.model',
    'gen_ai.usage.input_tokens',
    'gen_ai.response.finish_reasons',
    'gen_ai.operation.name',
    'gen_ai.prompt.0.role',
    'input.mime_type',
    'llm.input_messages.0.message.role',
    'llm.model_name',
    'ai.model.id',
    'ai.response.finishReason',
    'ai.operationId',
    'ai.toolCall.name',
    'traceloop.entity.name',
    'traceloop.span.kind',
    'app.prompt',
  ])('is not what stands under %s', key => {
    expect(kindsIn(key, 'chat')).toEqual([]);
  });

  test.each(['', '[]', '[REDACTED]', '***'])('is nothing where it was taken out: %j', value => {
    expect(kindsIn('gen_ai.prompt', value)).toEqual([]);
  });

  test('leaves what is found inside at its own level', () => {
    const value = JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'write to ada@shop.example.com' }] },
    ]);
    expect(kindsIn('gen_ai.input.messages', value)).toEqual(['gen-ai-content warn', 'email error']);
  });

  test('is found in messages that are objects, but not what they say about themselves', () => {
    const messages = [{ role: 'user', parts: [{ type: 'text', content: WORDS }] }];
    const paths = findPii({ key: 'gen_ai.input.messages', value: messages }).map(({ path }) => path);
    expect(paths).toEqual(['value[0].parts[0].content']);
  });
});

describe('kinds', () => {
  const email = { key: 'user.email', value: 'ada@shop.example.com' };
  const prompt = { key: 'gen_ai.prompt', value: WORDS };

  test('are errors, and nothing else counts', () => {
    const found = [email, prompt].flatMap(one => findPii(one, { kinds: ['gen-ai-content'] }));
    expect(found.map(({ kind, level }) => [kind, level])).toEqual([['gen-ai-content', 'error']]);
  });

  test.each<[what: string, policy: object, text: RegExp]>([
    ['unknown', { kinds: ['gen-ai'] }, /policy\.kinds\[0\]: there is no kind "gen-ai".*gen-ai-content/],
    ['none', { kinds: [] }, /policy\.kinds is an empty array; it takes a list of kinds/],
    ['no list', { kinds: 'email' }, /policy\.kinds is the string "email"/],
    ['not names', { kinds: [7] }, /policy\.kinds\[0\] is the number 7/],
    [
      'beside levels',
      { kinds: ['email'], levels: { ip: 'warn' } },
      /policy\.levels and policy\.kinds exclude each other/,
    ],
  ])('that are %s are an error', (_what, policy, text) => {
    expect(() => findPii(email, policy)).toThrow(text);
  });
});
