import { chat, contentForm, messages, neighbourForm } from '../gen-ai.ts';

/** Content of generative-AI spans by the names of the held half. */
export const GEN_AI_CONTENT = [
  contentForm('GenAI conventions, instructions', ['gen_ai.system_instructions'], messages),
  contentForm('GenAI conventions, tools', ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'], random =>
    JSON.stringify({ query: chat(random) }),
  ),
  contentForm(
    'OpenInference, messages',
    [
      'llm.input_messages.0.message.content',
      'llm.output_messages.0.message.content',
      'llm.input_messages.2.message.contents.0.message_content.text',
    ],
    chat,
  ),
  contentForm(
    'OpenInference, documents',
    [
      'retrieval.documents.0.document.content',
      'reranker.query',
      'embedding.embeddings.0.embedding.text',
      'llm.prompts.0.prompt.text',
    ],
    chat,
  ),
  contentForm(
    'Vercel, messages and tools',
    [
      'ai.prompt.messages',
      'ai.toolCall.args',
      'ai.toolCall.result',
      'ai.response.toolCalls',
      'ai.response.object',
      'ai.value',
    ],
    messages,
  ),
  contentForm('Traceloop, entities', ['traceloop.entity.input', 'traceloop.entity.output'], random =>
    JSON.stringify({ inputs: { question: chat(random) } }),
  ),
];

/** Attributes of the same spans that hold no content. */
export const GEN_AI_NEIGHBOURS = [
  neighbourForm(
    'operation',
    ['gen_ai.operation.name', 'ai.operationId', 'traceloop.span.kind', 'openinference.span.kind'],
    ['chat', 'ai.generateText.doGenerate', 'workflow', 'LLM', 'execute_tool'],
  ),
  neighbourForm(
    'settings',
    ['gen_ai.request.temperature', 'gen_ai.request.max_tokens', 'gen_ai.request.top_p', 'ai.settings.maxRetries'],
    ['0.{dec:1}', '{dec:1,4}'],
  ),
  neighbourForm(
    'ids',
    ['gen_ai.response.id', 'ai.response.id', 'gen_ai.tool.call.id', 'gen_ai.conversation.id'],
    ['chatcmpl-{alnum:29}', 'msg_01{alnum:22}', 'call_{alnum:24}', 'conv_{hex:32}'],
  ),
  neighbourForm(
    'names',
    ['gen_ai.tool.name', 'ai.toolCall.name', 'traceloop.entity.name', 'traceloop.workflow.name', 'gen_ai.agent.name'],
    ['get_weather', 'searchOrders', 'joke_workflow', 'planner-{dec:2}'],
  ),
  neighbourForm(
    'providers',
    ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'ai.model.provider'],
    ['openai', 'aws.bedrock', 'azure.ai.openai', 'openai.chat'],
  ),
  neighbourForm(
    'times',
    ['ai.response.msToFirstChunk', 'ai.response.avgCompletionTokensPerSecond'],
    ['{dec:3}.{dec:9}', '{dec:2,4}'],
  ),
];
