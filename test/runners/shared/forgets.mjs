/** Starts all there is and stops none of it: the runner has to end by itself, and the service with it (see run.mjs). */
export function proveForgetting({ test, startReceiver, startService, startProbe }) {
  test('nobody stops a receiver, a service and a probe', async () => {
    const receiver = await startReceiver();
    const command = [process.execPath, 'forgotten-service.mjs'];
    const service = await startService(command, { name: 'forgotten', receiver, port: 'PORT' });
    const probe = await startProbe({ target: service, receiver });
    const { status } = await fetch(probe.url);
    if (status !== 200) throw new Error(`the service answered ${status}`);
  });
}
