import { startProcess } from './ask.js';
import { PROTOCOLS } from './protocols.js';

/** Starts a receiver and a generator that sends to it, each in a process of its own. */
export async function startPair(receiver, protocol) {
  const host = startProcess('receivers/host.js', receiver);
  const urls = await host.ask('urls');
  const generator = startProcess('generator.js', protocol, urls[PROTOCOLS[protocol].endpoint]);
  const stop = () => Promise.all([host.stop(), generator.stop()]);
  return { host, generator, stop };
}
