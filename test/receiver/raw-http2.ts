import { connect, type Socket } from 'node:net';

/** A frame of HTTP/2: RFC 9113, section 4.1. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

export const FRAME = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7 } as const;

export function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HEADERS that begin a call and leave it open, without compression: RFC 7541, section 6.2.2. */
export function callHeaders(stream: number, path: string): Buffer {
  const fields = {
    ':method': 'POST',
    ':scheme': 'http',
    ':path': path,
    ':authority': 'x',
    'content-type': 'application/grpc',
  };
  const block = Object.entries(fields).map(([name, value]) =>
    Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]),
  );
  return frame(FRAME.headers, 4, stream, Buffer.concat(block));
}

/** A connection that speaks HTTP/2 and obeys no setting, though it acknowledges them. */
export function openHttp2(url: string, onFrame: (frame: Frame) => void): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(FRAME.settings, 0, 0)]));
  let rest = Buffer.alloc(0);
  return new Promise(resolve => {
    socket.on('data', chunk => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 9 && rest.length >= 9 + rest.readUIntBE(0, 3)) {
        const end = 9 + rest.readUIntBE(0, 3);
        const [type = 0, flags = 0] = rest.subarray(3, 5);
        const read = { type, flags, stream: rest.readUInt32BE(5), payload: rest.subarray(9, end) };
        rest = rest.subarray(end);
        if (type === FRAME.settings && flags === 0) socket.write(frame(FRAME.settings, 1, 0));
        onFrame(read);
        if (type === FRAME.settings) resolve(socket);
      }
    });
  });
}
