import { request } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';

/** When and how often a service makes its calls: one habit a name. Some are right and some are wrong. */
export type CallHabit =
  | 'answers first and then makes its calls'
  | 'answers first and makes its calls much later, in a new trace'
  | 'makes one more call after its answer, in a new trace'
  | 'makes one more call after its answer, in the same trace'
  | 'retries in a new trace'
  | 'retries in the same trace, with a new parent id'
  | 'retries with the same headers'
  | 'retries after two seconds'
  | 'makes no calls for a while after one was refused'
  | 'calls twice, the second time in a new trace'
  | 'calls twice, the second time without a context'
  | 'calls twice'
  | 'makes its calls one after another'
  | 'serves one request at a time';

/** Makes the headers of a call, in the trace of the request or in a new one. */
export type Maker = (isNewTrace: boolean) => Record<string, string>;

interface Asked {
  readonly url: string;
  readonly arguments: unknown;
}

/** What a service remembers of its calls. */
export interface CallState {
  queue?: Promise<unknown>;
  isRefused?: boolean;
}

/** Makes the calls that were asked for, and answers. */
export async function makeCalls(
  asked: readonly Asked[],
  maker: Maker,
  answer: () => void,
  habits: readonly string[],
  state: CallState,
): Promise<void> {
  const has = (habit: CallHabit): boolean => habits.includes(habit);
  const all = async (): Promise<void> => {
    if (state.isRefused === true && has('makes no calls for a while after one was refused')) return;
    if (has('makes its calls one after another')) for (const one of asked) await makeCall(one, maker, has, state);
    else await Promise.all(asked.map(one => makeCall(one, maker, has, state)));
  };
  if (has('answers first and then makes its calls')) {
    answer();
    await later(5);
    return all();
  }
  if (has('answers first and makes its calls much later, in a new trace')) {
    answer();
    await later(300);
    await Promise.all(asked.map(({ url }) => post(url, maker(true))));
    return;
  }
  state.queue = has('serves one request at a time') ? (state.queue ?? Promise.resolve()).then(all, all) : all();
  await state.queue;
  answer();
  const isLost = has('makes one more call after its answer, in a new trace');
  if (!isLost && !has('makes one more call after its answer, in the same trace')) return;
  await later(60);
  await post(asked[0]?.url ?? '', maker(isLost));
}

async function makeCall(
  { url }: Asked,
  maker: Maker,
  has: (habit: CallHabit) => boolean,
  state: CallState,
): Promise<void> {
  const headers = maker(false);
  const status = await post(url, headers);
  state.isRefused = status === 503;
  if (status === 503) await retry(url, headers, maker, has);
  if (has('calls twice')) await post(url, maker(false));
  if (has('calls twice, the second time in a new trace')) await post(url, maker(true));
  if (has('calls twice, the second time without a context')) await post(url, {});
}

async function retry(
  url: string,
  headers: Record<string, string>,
  maker: Maker,
  has: (habit: CallHabit) => boolean,
): Promise<void> {
  if (has('retries in a new trace')) await post(url, maker(true));
  if (has('retries in the same trace, with a new parent id')) await post(url, maker(false));
  if (has('retries with the same headers')) await post(url, headers);
  if (!has('retries after two seconds')) return;
  await later(2_000);
  await post(url, maker(false));
}

/** Resolves with the status; 0 when nobody listens any more. */
function post(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise(resolve => {
    const outgoing = request(url, { method: 'POST', headers }, response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', () => resolve(0));
    outgoing.end('[]');
  });
}
