// How fast the last 10,000 spans were taken in when so many are held, relative to when only they are. Of five such
// windows before each mark, so that no single collection of garbage decides.
import { PROTOCOLS } from '../protocols.js';
import { ROUNDS } from '../settings.js';
import { startPair } from '../start-pair.js';
import { inTurn, median } from '../statistics.js';

const WINDOW = 10_000;
const MARKS = [10_000, 100_000, 1_000_000];
const WINDOWS = 5;
const WARM_UP = 300_000;
const GOAL = 0.8;
const CASES = ['grpc', 'http'].map(protocol => ({ key: `growth, ${PROTOCOLS[protocol].label}`, protocol }));

export async function measureGrowth() {
  const measured = await inTurn(Math.min(ROUNDS, 3), CASES, growth);
  const rows = CASES.flatMap(({ key, protocol }) => {
    const rates = MARKS.map((_, mark) => median(measured.get(key).map(round => round[mark])));
    return MARKS.map((mark, index) => ({
      figure: `${PROTOCOLS[protocol].label} ingest when ${mark.toLocaleString('en-US')} spans are held`,
      measured: `${Math.round(rates[index] / 1e3)} k spans/s`,
      goal: index === 0 ? '' : `at least ${GOAL} x the first`,
      peer: index === 0 ? '' : 'itself at 10,000',
      ratio: index === 0 ? undefined : rates[index] / rates[0],
      reached: index === 0 ? undefined : rates[index] / rates[0] >= GOAL,
    }));
  });
  return { rows, notes: [] };
}

/** The rate at each mark. The receiver has run warm before, or the first would be the slowest. */
async function growth({ protocol }) {
  const { host, generator, stop } = await startPair('tracewright', protocol);
  await generator.ask('stream', WARM_UP);
  await host.ask('clear');
  const rates = [];
  let held = 0;
  for (const mark of MARKS) {
    const filled = Math.max(0, mark - WINDOWS * WINDOW);
    await generator.ask('stream', filled - held);
    let windowsMs = 0;
    for (let window = 0; window < WINDOWS; window++) {
      if (filled === 0) await host.ask('clear');
      await generator.ask('prepare', WINDOW);
      windowsMs += (await generator.ask('send')).ms;
    }
    rates.push((WINDOWS * WINDOW) / (windowsMs / 1e3));
    held = mark;
  }
  await stop();
  return rates;
}
