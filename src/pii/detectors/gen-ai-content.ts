import type { PiiDetector } from '../detector.ts';
import { contentInText } from '../gen-ai/content-in.ts';

/** The kind of what people ask models and what these answer. */
export const GEN_AI_CONTENT_KIND = 'gen-ai-content';

/**
 * Attributes that hold content by the GenAI conventions, current and older, by OpenInference, Vercel's AI SDK, Traceloop,
 * Langfuse, MLflow and Pydantic AI.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/
 * @see https://arize-ai.github.io/openinference/spec/semantic_conventions.html
 * @see https://ai-sdk.dev/docs/ai-sdk-core/telemetry
 */
const CONTENT = new Set(
  'gen_ai.input.messages gen_ai.output.messages gen_ai.system_instructions gen_ai.tool.call.arguments gen_ai.tool.call.result gen_ai.retrieval.query.text gen_ai.retrieval.documents gen_ai.evaluation.explanation gen_ai.prompt gen_ai.completion gen_ai.content.prompt gen_ai.content.completion gen_ai.event.content gen_ai.request.messages gen_ai.response.messages gen_ai.request.prompt gen_ai.response.text input.value output.value llm.prompt llm.prompts llm.completion llm.completions llm.prompt_template.template llm.prompt_template.variables llm.function_call llm.input_messages llm.output_messages message.content message_content.text document.content reranker.query reranker.input_documents reranker.output_documents retrieval.documents embedding.text tool_call.function.arguments ai.prompt ai.prompt.messages ai.response.text ai.response.object ai.response.toolcalls ai.response.reasoning ai.response.files ai.result.text ai.result.object ai.result.toolcalls ai.toolcall.args ai.toolcall.input ai.toolcall.result ai.toolcall.output ai.value ai.values traceloop.entity.input traceloop.entity.output traceloop.prompt.template traceloop.prompt.template_variables langfuse.observation.input langfuse.observation.output langfuse.trace.input langfuse.trace.output mlflow.spaninputs mlflow.spanoutputs all_messages_events pydantic_ai.all_messages tool_arguments tool_response'.split(
    ' ',
  ),
);
/** `gen_ai.prompt.0.content`, `llm.input_messages.1.message.contents.0.message_content.text`. */
const INDEXED =
  /^(?:(?:gen_ai|llm)\.(?:prompts?|completions?)\.\d{1,4}\.(?:content|user|reasoning|(?:tool_calls\.\d{1,4}|function_call)\.arguments)|llm\.(?:input|output)_messages\.\d{1,4}\.message\.(?:content|contents\.\d{1,4}\.message_content\.(?:text|image\.image\.url)|tool_calls\.\d{1,4}\.tool_call\.function\.arguments|function_call_arguments_json)|llm\.(?:prompts|completions)\.\d{1,4}\.(?:prompt|completion)\.text|(?:retrieval|reranker)\.(?:input_|output_)?documents\.\d{1,4}\.document\.content|embedding\.embeddings\.\d{1,4}\.embedding\.text|traceloop\.prompt\.(?:template_)?variables?\..{1,128})$/;
/** The older events, and the current one: `gen_ai.user.message`. Below them, what is named so. */
const EVENT =
  /^gen_ai\.(?:(?:system|user|assistant|tool)\.message|choice|content\.(?:prompt|completion)|client\.inference\.operation\.details|evaluation\.result)$/;
const CONTENT_OF_EVENT = new Set([
  'content',
  'message',
  'arguments',
  'text',
  'parts',
  'tool_calls',
  'result',
  'input',
  'output',
]);
/** Names that say by themselves what they are; others, such as `input.value`, do so as an attribute's own name only. */
const OWN_NAME = /^(?:gen_ai|llm|ai|traceloop|langfuse|mlflow|pydantic_ai)\./i;
/** Each of the names above has one of these words, or several side by side. */
export const GEN_AI_WORDS: readonly string[] =
  'gen_ai ai.prompt ai.response ai.result ai.toolcall ai.value ai.values llm input output message messages document documents reranker retrieval embedding tool traceloop langfuse mlflow'.split(
    ' ',
  );
/** What a message says about itself. */
const ABOUT = new Set([
  'role',
  'type',
  'id',
  'finish_reason',
  'finishreason',
  'index',
  'name',
  'mime_type',
  'modality',
]);

/** Whether a log record or an event of this name carries content. */
export function isGenAiEvent(name: string): boolean {
  return EVENT.test(name);
}

/** Prompts, answers and the arguments of tools, by the names that they are recorded under. */
export const GEN_AI_CONTENT: PiiDetector = {
  name: 'gen-ai-content',
  kind: GEN_AI_CONTENT_KIND,
  confidence: 'high',
  detect(text, { keys = NONE }) {
    if (keys.length === 0 || !isContent(keys)) return NONE;
    const says = contentInText(text);
    return says === 'content' || says === 'frame' ? [{ start: 0, end: text.length }] : NONE;
  },
  mask: () => '***',
};

const NONE = [] as const;

/** The attribute's own name tells, or that of one above it: a message may be an object. */
function isContent(keys: readonly string[]): boolean {
  const nearest = keys[0] ?? '';
  for (const key of keys) {
    if (isNamed(key) && (OWN_NAME.test(key) || key === keys.at(-1)))
      return key === nearest || !ABOUT.has(nearest.toLowerCase());
    if (EVENT.test(key)) {
      const below = keys.slice(0, keys.indexOf(key));
      return below.length === 0 || (below.some(one => CONTENT_OF_EVENT.has(one)) && !ABOUT.has(nearest.toLowerCase()));
    }
  }
  return false;
}

function isNamed(key: string): boolean {
  const lower = key.toLowerCase();
  return CONTENT.has(lower) || INDEXED.test(lower);
}
