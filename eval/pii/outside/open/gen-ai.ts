import { chat, contentForm, messages, neighbourForm } from '../gen-ai.ts';

/** Content of generative-AI spans by the names of the open half. */
export const GEN_AI_CONTENT = [
  contentForm('GenAI conventions, messages', ['gen_ai.input.messages', 'gen_ai.output.messages'], messages),
  contentForm('GenAI conventions, older', ['gen_ai.prompt', 'gen_ai.completion'], chat),
  contentForm('OpenInference, input and output', ['input.value', 'output.value'], chat),
  contentForm('Vercel, prompt and response', ['ai.prompt', 'ai.response.text', 'ai.result.text'], chat),
  contentForm(
    'Traceloop, indexed',
    ['gen_ai.prompt.0.content', 'gen_ai.completion.0.content', 'gen_ai.prompt.3.content'],
    chat,
  ),
];

/** Attributes of the same spans that hold no content. */
export const GEN_AI_NEIGHBOURS = [
  neighbourForm(
    'model',
    ['gen_ai.request.model', 'ai.model.id', 'llm.model_name'],
    ['gpt-4o-2024-{dec:2}-{dec:2}', 'claude-sonnet-4-{dec:8}', 'mistral-large-{dec:4}'],
  ),
  neighbourForm(
    'tokens',
    ['gen_ai.usage.input_tokens', 'llm.token_count.prompt', 'ai.usage.promptTokens', 'gen_ai.usage.completion_tokens'],
    ['{dec:1,5}'],
  ),
  neighbourForm(
    'roles',
    ['gen_ai.prompt.0.role', 'llm.input_messages.0.message.role'],
    ['user', 'assistant', 'system', 'tool'],
  ),
  neighbourForm(
    'finish',
    ['gen_ai.response.finish_reasons', 'ai.response.finishReason'],
    ['["stop"]', 'length', 'tool-calls'],
  ),
  neighbourForm('mime type', ['input.mime_type', 'output.mime_type'], ['text/plain', 'application/json']),
];
