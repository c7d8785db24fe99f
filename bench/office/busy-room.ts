import { fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchRun } from '../part.ts';
import type { BusyRoomNews, BusyRoomOrder, BusyRoomTalk } from './busy-room-process.ts';

/** A room full of people who talk when told to. */
export interface BusyRoom {
  /** When everybody had been shown to the one who came in, ms since 1970. */
  readonly joined: Promise<number>;
  /** Says so many messages; gives when the last was written. */
  speak(talk: BusyRoomTalk): Promise<number>;
  stop(): void;
}

/** The service, in a process of its own, connected. */
export async function openBusyRoom(bench: BenchRun, order: BusyRoomOrder): Promise<BusyRoom> {
  const file = join(mkdtempSync(join(bench.folder, 'room-')), 'order.json');
  writeFileSync(file, JSON.stringify(order), { mode: 0o600 });
  const child = fork(fileURLToPath(new URL('busy-room-process.ts', import.meta.url)), [file]);
  const stop = (): void => {
    if (child.connected) child.disconnect();
  };
  bench.defer(stop);
  const news = <K extends BusyRoomNews['kind']>(kind: K): Promise<Extract<BusyRoomNews, { kind: K }>> =>
    new Promise((resolve, reject) => {
      child.on('message', (message) => {
        const told = message as BusyRoomNews;
        if (told.kind === kind) resolve(told as Extract<BusyRoomNews, { kind: K }>);
      });
      child.once('exit', () => reject(new Error('the room ended early')));
    });
  const joined = news('joined').then(({ at }) => at);
  joined.catch(() => undefined);
  await news('ready');
  return {
    joined,
    async speak(talk) {
      const said = news('said');
      child.send(talk);
      return (await said).lastAt;
    },
    stop,
  };
}
