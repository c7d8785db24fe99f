import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabCa } from '../../pki/lab-ca.ts';
import { ToneSource } from '../media/tone.ts';
import { type SipServer, type SipServerOptions, startSipServer } from './sip-server.ts';

let server: SipServer;
let folder: string;
const children: ChildProcess[] = [];
async function start(options: Partial<SipServerOptions>): Promise<void> {
  const ca = await createLabCa();
  const users = ['alice', 'bob'].map((username) => ({ username, password: 'parlance-demo' }));
  server = await startSipServer({
    domain: 'example.test',
    certificate: await ca.issue({ names: ['example.test', '127.0.0.1'] }),
    users,
    ...options,
  });
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-sip-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('SIP server: SIPp', () => {
  it.skipIf(!existsSync('/usr/bin/sipp'))(
    'makes twenty calls to the echo line over UDP and TCP',
    async () => {
      await start({ isCallAuthenticated: false });
      for (const transport of ['u1', 't1']) {
        const args = [
          '-sn',
          'uac',
          '-s',
          '9999',
          '-i',
          '127.0.0.1',
          '-t',
          transport,
          '-m',
          '20',
          '-r',
          '20',
          '-d',
          '200',
          '-timeout',
          '20s',
          '-nostdin',
          `${server.host}:${server.ports.udp}`,
        ];
        await promisify(execFile)('/usr/bin/sipp', args, { cwd: folder });
      }
      expect(server.calls).toHaveLength(40);
      expect(server.calls.every((call) => call.endReason === 'bye' && call.hasAck)).toBe(true);
    },
  );
});

describe('SIP server: baresip', () => {
  it.skipIf(!existsSync('/usr/bin/baresip'))(
    'registers with digest, answers a call, and its sound is heard',
    async () => {
      // This version of baresip gives up when SHA-256 is offered beside MD5.
      await start({ algorithms: ['MD5'] });
      await writeFile(
        join(folder, 'accounts'),
        `<sip:alice@${server.host}:${server.ports.tcp};transport=tcp>;auth_user=alice;auth_pass=parlance-demo;answermode=auto;audio_codecs=pcmu\n`,
      );
      const modules = ['stdio', 'g711', 'aufile', 'account', 'menu', 'uuid'].map((name) =>
        ['account', 'menu'].includes(name) ? `module_app ${name}.so` : `module ${name}.so`,
      );
      await writeFile(
        join(folder, 'config'),
        [
          'module_path /usr/lib/baresip/modules',
          'sip_listen 127.0.0.1:0',
          `audio_source aufile,${join(folder, 'tone.wav')}`,
          'audio_player aufile,/dev/null',
          ...modules,
          '',
        ].join('\n'),
      );
      await writeFile(join(folder, 'contacts'), '');
      await writeFile(join(folder, 'tone.wav'), wavOf(new ToneSource(1000).next(8000 * 5)));
      children.push(spawn('/usr/bin/baresip', ['-f', folder], { stdio: ['pipe', 'ignore', 'ignore'] }));
      await expect.poll(() => server.bindings('alice').length, { timeout: 10_000 }).toBe(1);
      expect(server.counters.authAttempts.get('alice')).toBe(1);
      const call = await server.callUser('alice', { tone: 440 });
      expect(await call.answered).toBe(true);
      await expect.poll(() => call.media?.counters.received, { timeout: 5000 }).toBeGreaterThan(20);
      await expect.poll(() => call.media?.toneShare(1000), { timeout: 5000 }).toBeGreaterThan(0.9);
      expect(call.media?.counters.codecs.get('PCMU')).toBeGreaterThan(20);
      call.hangUp();
      expect(call.endReason).toBe('hung-up');
    },
  );
});

/** A mono 8 kHz WAV file of 16-bit samples. */
function wavOf(samples: Int16Array): Buffer {
  const data = Buffer.from(samples.buffer);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
