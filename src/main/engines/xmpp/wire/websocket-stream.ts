import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { fromFrame, toFrames } from './stream-frames.ts';

/** An open WebSocket of the sub-protocol `xmpp` as the two-way stream of text that an XML stream runs on (RFC 7395). */
export class WebSocketStream extends Duplex {
  private readonly webSocket: WebSocket;
  private held = '';

  constructor(webSocket: WebSocket) {
    super({ decodeStrings: false, allowHalfOpen: true });
    this.webSocket = webSocket;
    webSocket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    webSocket.on('error', (error) => this.destroy(error));
    webSocket.on('close', () => this.destroy());
  }

  /** Like a socket's: what was written still goes out, nothing more is read. */
  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.end(() => this.destroy());
  }

  override _read(): void {
    // Frames are pushed as they come.
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const { frames, rest } = toFrames(this.held + chunk.toString());
    this.held = rest;
    for (const frame of frames) this.webSocket.send(frame);
    done();
  }

  override _final(done: () => void): void {
    this.webSocket.close(1000);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // A close that is under way may finish by itself; the library ends it in time.
    if (this.webSocket.readyState !== this.webSocket.CLOSING) this.webSocket.terminate();
    done(error);
  }

  private onMessage(data: RawData, isBinary: boolean): void {
    // RFC 7395 section 3.2: text frames only.
    if (isBinary) {
      this.webSocket.close(1003);
      return;
    }
    this.push(fromFrame((data as Buffer).toString('utf8')));
  }
}
