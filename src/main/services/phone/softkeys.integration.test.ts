import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteCallControlSetup } from '../../../../lab/embedded/sip-server/remote-call-control.ts';
import { type SipServer, startSipServer } from '../../../../lab/embedded/sip-server/sip-server.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { callsClient } from '../../../../test/fakes/calls-client.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { RemoteNote } from '../../ports/sip.port.ts';

const endings: (() => unknown)[] = [];
let server: SipServer;
let setup: RemoteCallControlSetup;
let client: Awaited<ReturnType<typeof callsClient>>;
let notes: RemoteNote[];

beforeEach(async () => {
  const ca = await createLabCa();
  setup = {
    parkNumbers: ['7001'],
    hasRecorder: true,
    hasConferenceBridge: true,
    refusedKeys: new Set(),
    isInHuntGroup: true,
  };
  server = await startSipServer({
    domain: 'example.test',
    certificate: await ca.issue({ names: ['example.test', '127.0.0.1'] }),
    users: [{ username: 'alice', password: 'parlance-demo' }],
    lines: { hotline: { kind: 'tone', hz: 440 } },
    remoteCallControl: setup,
  });
  endings.push(() => server.stop());
  client = await callsClient({
    ...{ ca, endings, password: 'parlance-demo' },
    registrars: [{ port: server.ports.tcp, transport: 'tcp' }],
    device: { name: 'CSFALICE', contactUser: '7d0c2a5e-1111-4222-8333-000000000001' },
    features: ['park', 'divert', 'mobile', 'record', 'merge'],
  });
  notes = [];
  client.sip.on((event) => event.kind === 'remote' && notes.push(event.note));
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const told = (note: Partial<RemoteNote>): Promise<void> =>
  waitUntil(() => notes.some((each) => JSON.stringify({ ...each, ...note }) === JSON.stringify(each)), {
    what: `the note ${JSON.stringify(note)}`,
  });

async function talking(target = 'echo') {
  const { callId } = unwrap(await client.ask('calls/dial', { target }));
  await until(callId, 'connected');
  return callId;
}

type Id = Awaited<ReturnType<typeof talking>>;
const until = (callId: Id, state: string): Promise<void> =>
  waitUntil(() => client.publisher.get('calls', callId)?.state === state, {
    what: `the call to be ${state}`,
  });

describe('soft keys at a Unified CM', () => {
  it('V4: a call is parked, and where is told; with no place left it goes on', async () => {
    const parked = await talking();
    unwrap(await client.ask('calls/press', { callId: parked, key: 'park' }));
    await told({ kind: 'status', text: 'Parked at 7001' });
    await until(parked, 'ended');
    const second = await talking();
    unwrap(await client.ask('calls/press', { callId: second, key: 'park' }));
    await told({ kind: 'status', text: 'Park failed' });
    expect(client.publisher.get('calls', second)?.state).toBe('connected');
    expect(server.remoteCallControl?.answers.every((status) => status === 202)).toBe(true);
  });

  it('V4 V8: a call goes to the person’s mobile phone; refused, it stays', async () => {
    const callId = await talking();
    expect(await client.ask('calls/press', { callId, key: 'mobile' })).toMatchObject({
      error: { code: 'call.feature-refused' },
    });
    expect(client.publisher.get('calls', callId)?.state).toBe('connected');
    setup.hasMobilePhone = true;
    unwrap(await client.ask('calls/press', { callId, key: 'mobile' }));
    await until(callId, 'ended');
    expect(server.remoteCallControl?.pressed).toEqual(['Mobility', 'Mobility']);
  });

  it('V4: recording is shown while it goes on, and refused where there is no recorder', async () => {
    const callId = await talking();
    unwrap(await client.ask('calls/press', { callId, key: 'record-start' }));
    expect(client.publisher.get('calls', callId)?.isRecorded).toBe(true);
    unwrap(await client.ask('calls/press', { callId, key: 'record-stop' }));
    expect(client.publisher.get('calls', callId)?.isRecorded).not.toBe(true);
    setup.hasRecorder = false;
    expect(await client.ask('calls/press', { callId, key: 'record-start' })).toMatchObject({
      error: { code: 'call.feature-refused' },
    });
    expect(client.publisher.get('calls', callId)?.isRecorded).not.toBe(true);
    expect(server.remoteCallControl?.pressed).toEqual(['StartRecording', 'StopRecording', 'StartRecording']);
  });

  it('V4: a ringing call is sent to voicemail; refused, it rings on', async () => {
    setup.refusedKeys.add('IDivert');
    const call = await server.callUser('alice', { from: 'hotline' });
    await client.until('ringing-in');
    const callId = client.call()?.id as Id;
    expect(await client.ask('calls/press', { callId, key: 'divert' })).toMatchObject({
      error: { code: 'call.feature-refused' },
    });
    expect(client.publisher.get('calls', callId)?.state).toBe('ringing-in');
    setup.refusedKeys.clear();
    unwrap(await client.ask('calls/press', { callId, key: 'divert' }));
    await until(callId, 'ended');
    expect(await call.answered).toBe(false);
  });

  it('V4: two calls are joined by the server; without a bridge both stay', async () => {
    setup.hasConferenceBridge = false;
    const first = await talking('hotline');
    const second = unwrap(await client.ask('calls/consult', { callId: first, target: 'echo' })).callId;
    await until(second, 'connected');
    await client.ask('calls/merge', { callIds: [first, second] });
    await told({ kind: 'result', feature: 'No conference bridge', isDone: false });
    expect(client.publisher.get('calls', second)?.state).toBe('connected');
    setup.hasConferenceBridge = true;
    unwrap(await client.ask('calls/merge', { callIds: [first, second] }));
    await until(second, 'ended');
    await until(first, 'connected');
    await client.hears(440);
  });

  it('V14: in and out of hunt groups, as the server says', async () => {
    unwrap(await client.sip.press('hunt'));
    await told({ kind: 'hunt', isIn: false });
    unwrap(await client.sip.press('hunt'));
    await told({ kind: 'hunt', isIn: true });
  });
});
