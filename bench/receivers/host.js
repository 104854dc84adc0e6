// Runs one receiver in a process of its own and answers the bench's questions about it.
const [name] = process.argv.slice(2);
const { start } = await import(`./${name}.js`);
const before = memory();
const receiver = await start();
process.send({ urls: receiver.urls });

process.on('message', () => {
  const began = process.hrtime.bigint();
  const matching = receiver.count('GET /items/7');
  const queryMs = Number(process.hrtime.bigint() - began) / 1e6;
  const { maxRSS } = process.resourceUsage();
  process.send({ matching, queryMs, held: memory() - before, peakRss: maxRSS * 1024 });
});

function memory() {
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
