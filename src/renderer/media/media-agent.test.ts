import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import type { MediaTask } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import type { DirectSession } from './direct-session.ts';
import { createMediaAgent } from './media-agent.ts';
import type { MediaSession } from './media-session.ts';

const callId = 'call' as CallId;
const offer = (ufrag: string) => `v=0\r\na=ice-ufrag:${ufrag}\r\n`;
const task: MediaTask = { callId, revision: 1, offerSdp: offer('one'), isMuted: false, isHeld: false };

/** A page's browser: everything done to sessions and the microphone is written down. */
function start(refusal?: string) {
  const clock = manualClock();
  const did: string[] = [];
  const states: ((state: RTCPeerConnectionState) => void)[] = [];
  const ended: (() => void)[] = [];
  let sessions = 0;
  let gate: Promise<void> = Promise.resolve();
  const createSession = (): MediaSession => {
    const name = `s${(sessions += 1)}`;
    const note = async (what: string) => void did.push(`${name} ${what}`);
    return {
      applyOffer: async (sdp) => {
        did.push(`${name} offer ${/ufrag:(\w+)/.exec(sdp)?.[1]}`);
        await gate;
        return `answer of ${name}`;
      },
      useCodec: (codec) => note(`codec ${codec}`),
      setMuted: (isMuted) => void did.push(`${name} ${isMuted ? 'mute' : 'unmute'}`),
      setHeld: (isHeld) => note(isHeld ? 'hold' : 'resume'),
      useTrack: (track) => note(`track ${track.id}`),
      useOutput: (id) => note(`output ${id}`),
      remote: () => ({ id: `remote of ${name}` }) as MediaStream,
      stats: async () => new Map([['x', { type: 'outbound-rtp', packetsSent: 7 }]]),
      onStateChange: (listener) => void states.push(listener),
      close: () => void did.push(`${name} close`),
    };
  };
  const createDirectSession = (): DirectSession => {
    const { applyOffer: _loopback, ...session } = createSession();
    const name = `s${sessions}`;
    return {
      ...session,
      async negotiate({ direct: { step }, offerSdp }) {
        did.push(`${name} ${step} ${offerSdp}`.trim());
        if (offerSdp === 'bad') throw new Error('no');
        return `${step} of ${name}`;
      },
      fits: (sdp) => sdp !== 'of somebody else',
      dial: ({ keys }) => void did.push(`${name} keys ${keys}`),
    };
  };
  const agent = createMediaAgent({
    createSession,
    createDirectSession,
    mixer: {
      join(conference, id, { remote }) {
        did.push(`${id} joins ${conference} with ${remote?.id}`);
        return { id: `mix for ${id}` } as MediaStreamTrack;
      },
      setMuted: (conference, isMuted) => void did.push(`${conference} ${isMuted ? 'mute' : 'unmute'}`),
      useVoice: (conference, voice) => void did.push(`${conference} voice ${voice.id}`),
      leave: (id) => void did.push(`${id} leaves`),
    },
    microphone: {
      prepare: async () => {
        did.push('microphone');
        if (refusal) throw new DOMException('no', refusal);
        return { id: 'mic' } as MediaStreamTrack;
      },
      select: (id) => void did.push(`select ${id}`),
      release: () => void did.push('release'),
      onEnded: (listener) => void ended.push(listener),
    },
    answered: (id, revision, sdp) => did.push(`answered ${id} ${revision} ${sdp}`),
    failed: (id, revision, code) => did.push(`failed ${id} ${revision} ${code}`),
    after: clock.after,
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    return did.splice(0);
  };
  const block = () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    return () => open();
  };
  return { agent, clock, settle, block, states, ended };
}

describe('the media agent', () => {
  it('V2: opens the microphone before the connection and answers the offer', async () => {
    const { agent, settle } = start();
    agent.reconcile([task]);
    expect(await settle()).toEqual([
      'microphone',
      's1 unmute',
      's1 offer one',
      'answered call 1 answer of s1',
    ]);
  });

  it('V4: a conference is joined with what the other side says, muted in the mix only, and left again', async () => {
    const { agent, settle, ended } = start();
    agent.reconcile([{ ...task, isMuted: true }]);
    await settle();
    agent.reconcile([{ ...task, isMuted: true, conference: 'c1' }]);
    expect(await settle()).toEqual([
      'microphone',
      'call joins c1 with remote of s1',
      'c1 mute',
      's1 unmute',
      's1 track mix for call',
    ]);
    agent.reconcile([{ ...task, conference: 'c1' }]);
    expect(await settle()).toEqual(['c1 unmute', 's1 unmute']);
    for (const tell of ended) tell();
    expect(await settle()).toEqual(['microphone', 'c1 voice mic']);
    agent.reconcile([{ ...task, isMuted: true }]);
    expect(await settle()).toEqual([
      'c1 mute',
      's1 unmute',
      'microphone',
      'call leaves',
      's1 mute',
      's1 track mic',
    ]);
  });

  it('V4: a connection that starts anew joins its conference again', async () => {
    const { agent, settle } = start();
    agent.reconcile([{ ...task, conference: 'c1' }]);
    expect(await settle()).toContain('call joins c1 with remote of s1');
    agent.reconcile([{ ...task, conference: 'c1', revision: 2, offerSdp: offer('two') }]);
    const did = await settle();
    expect(did).toContain('call leaves');
    expect(did).toContain('call joins c1 with remote of s2');
    agent.reconcile([]);
    expect(await settle()).toEqual(['call leaves', 's2 close']);
  });

  it('V2: does nothing for the same tasks again', async () => {
    const { agent, settle } = start();
    agent.reconcile([task]);
    await settle();
    agent.reconcile([{ ...task }]);
    expect(await settle()).toEqual([]);
  });

  it('V4: brings about codec, mute and hold, each once', async () => {
    const { agent, settle } = start();
    agent.reconcile([task]);
    await settle();
    agent.reconcile([{ ...task, codec: 'G722', isMuted: true, isHeld: true }]);
    expect(await settle()).toEqual(['s1 mute', 's1 codec G722', 's1 hold']);
    agent.reconcile([{ ...task, codec: 'PCMU' }]);
    expect(await settle()).toEqual(['s1 unmute', 's1 codec PCMU', 's1 resume']);
  });

  it('V4: a call that begins muted and held is both before it could say a word', async () => {
    const { agent, settle } = start();
    agent.reconcile([{ ...task, isMuted: true, isHeld: true }]);
    const did = await settle();
    expect(did.indexOf('s1 mute')).toBeLessThan(did.indexOf('s1 offer one'));
    expect(did.at(-1)).toBe('s1 hold');
  });

  it('V2: a re-offer of the same gateway end goes to the running connection, another end gets a new one', async () => {
    const { agent, settle } = start();
    agent.reconcile([{ ...task, codec: 'opus' }]);
    await settle();
    agent.reconcile([{ ...task, codec: 'opus', revision: 2 }]);
    expect(await settle()).toEqual([
      'microphone',
      's1 offer one',
      'answered call 2 answer of s1',
      's1 codec opus',
    ]);
    agent.reconcile([{ ...task, codec: 'opus', revision: 3, offerSdp: offer('two') }]);
    expect(await settle()).toEqual([
      'microphone',
      's1 close',
      's2 unmute',
      's2 offer two',
      'answered call 3 answer of s2',
      's2 codec opus',
    ]);
  });

  it('V4: a re-offer that also resumes really resumes, and a new connection is held again', async () => {
    const { agent, settle } = start();
    agent.reconcile([{ ...task, isHeld: true }]);
    await settle();
    agent.reconcile([{ ...task, revision: 2 }]);
    expect((await settle()).at(-1)).toBe('s1 resume');
    agent.reconcile([{ ...task, revision: 2, isHeld: true }]);
    await settle();
    agent.reconcile([{ ...task, revision: 3, isHeld: true, offerSdp: offer('two') }]);
    expect((await settle()).at(-1)).toBe('s2 hold');
  });

  it('V2: takes the newest task at the next step, not each one in between', async () => {
    const { agent, settle, block } = start();
    const unblock = block();
    agent.reconcile([task]);
    await settle();
    for (const codec of ['PCMU', 'PCMA', 'G722']) agent.reconcile([{ ...task, codec }]);
    unblock();
    expect((await settle()).filter((what) => what.includes('codec'))).toEqual(['s1 codec G722']);
  });

  it('V2: a call that is over closes its connection, even in the middle of answering, and says nothing more', async () => {
    const { agent, settle, block } = start();
    const unblock = block();
    agent.reconcile([task]);
    await settle();
    agent.reconcile([]);
    unblock();
    expect(await settle()).toEqual(['s1 close']);
  });

  it('V2: leaves the microphone open for a while after the last call, then closes it', async () => {
    const { agent, clock, settle } = start();
    agent.reconcile([task]);
    await settle();
    agent.reconcile([]);
    clock.advance(9_000);
    agent.reconcile([{ ...task, callId: 'next' as CallId }]);
    clock.advance(60_000);
    expect(await settle()).not.toContain('release');
    agent.reconcile([]);
    clock.advance(10_000);
    expect(await settle()).toContain('release');
  });

  it.each([
    ['NotAllowedError', 'media.permission-denied'],
    ['NotFoundError', 'media.no-microphone'],
    ['NotReadableError', 'media.no-microphone'],
    ['InvalidStateError', 'media.failed'],
  ])('V2: %s is told as %s, once', async (name, code) => {
    const { agent, settle } = start(name);
    agent.reconcile([task]);
    expect(await settle()).toEqual(['microphone', `failed call 1 ${code}`]);
    agent.reconcile([{ ...task, codec: 'PCMU' }]);
    expect(await settle()).toEqual([]);
    agent.reconcile([{ ...task, revision: 2 }]);
    expect(await settle()).toEqual(['microphone', `failed call 2 ${code}`]);
  });

  it('V2: a connection that fails is told, and a fresh offer starts over', async () => {
    const { agent, settle, states } = start();
    agent.reconcile([task]);
    await settle();
    states[0]?.('disconnected');
    states[0]?.('failed');
    expect(await settle()).toEqual(['s1 close', 'failed call 1 media.failed']);
    agent.reconcile([{ ...task, revision: 2, offerSdp: offer('two') }]);
    expect(await settle()).toContain('answered call 2 answer of s2');
  });

  it('V4: devices change in running calls and hold for coming ones', async () => {
    const { agent, settle } = start();
    agent.reconcile([task]);
    await settle();
    agent.useDevices({ microphoneId: 'desk', speakerId: 'ear' });
    expect(await settle()).toEqual(['select desk', 'microphone', 's1 output ear', 's1 track mic']);
    agent.useDevices({ microphoneId: 'desk', speakerId: 'ear' });
    expect(await settle()).toEqual(['select desk']);
    agent.reconcile([task, { ...task, callId: 'two' as CallId }]);
    expect(await settle()).toContain('s2 output ear');
  });

  it('V4: a microphone that goes away is replaced in running calls', async () => {
    const { agent, settle, ended } = start();
    agent.reconcile([task]);
    await settle();
    ended[0]?.();
    expect(await settle()).toEqual(['microphone', 's1 track mic']);
  });

  it('V12: gives a call’s numbers', async () => {
    const { agent, settle } = start();
    agent.reconcile([task]);
    await settle();
    expect(await agent.stats(callId)).toEqual({
      packetsSent: 7,
      packetsReceived: 0,
      packetsLost: 0,
      jitterMs: 0,
    });
    expect(await agent.stats('none' as CallId)).toBeUndefined();
  });

  it('V2: prepares ahead of a call, and closes again when none comes', async () => {
    const { agent, clock, settle } = start();
    agent.prepare();
    clock.advance(10_000);
    expect(await settle()).toEqual(['microphone', 'release']);
  });

  it('V2: stopped, leaves nothing running', async () => {
    const { agent, clock, settle } = start();
    agent.reconcile([task]);
    await settle();
    agent.stop();
    expect(await settle()).toEqual(['s1 close', 'release']);
    expect(clock.pending()).toBe(0);
  });

  it('V2: a far end that is a browser gets a connection of its own, kept over a step that fails', async () => {
    const { agent, settle, states } = start();
    const direct = (
      revision: number,
      step: 'offer' | 'answer' | 'apply',
      offerSdp = '',
      connection = 1,
    ): MediaTask => ({
      ...{ ...task, revision, offerSdp },
      direct: { connection, step, iceServers: [], isRelayOnly: false, restartsIce: false, codecs: ['opus'] },
    });
    agent.reconcile([direct(1, 'offer')]);
    expect(await settle()).toEqual(['microphone', 's1 unmute', 's1 offer', 'answered call 1 offer of s1']);
    agent.reconcile([direct(2, 'apply', 'theirs')]);
    expect(await settle()).toEqual(['microphone', 's1 apply theirs', 'answered call 2 apply of s1']);
    agent.reconcile([direct(3, 'apply', 'bad')]);
    expect(await settle()).toEqual(['microphone', 's1 apply bad', 'failed call 3 media.failed']);
    const keys = { number: 1, keys: '4#' };
    agent.reconcile([{ ...direct(4, 'offer'), direct: { ...direct(4, 'offer').direct!, digits: keys } }]);
    expect(await settle()).toEqual(['microphone', 's1 offer', 'answered call 4 offer of s1', 's1 keys 4#']);
    states[0]?.('failed');
    expect(await settle()).toEqual(['failed call 4 media.failed']);
    agent.reconcile([direct(5, 'offer', '', 2)]);
    expect(await settle()).toEqual([
      'microphone',
      's1 close',
      's2 unmute',
      's2 offer',
      'answered call 5 offer of s2',
    ]);
    agent.reconcile([direct(6, 'answer', 'theirs again', 2)]);
    expect(await settle()).toEqual(['microphone', 's2 answer theirs again', 'answered call 6 answer of s2']);
    agent.reconcile([direct(7, 'answer', 'of somebody else', 2)]);
    expect(await settle()).toEqual([
      'microphone',
      's2 close',
      's3 unmute',
      's3 answer of somebody else',
      'answered call 7 answer of s3',
    ]);
    agent.reconcile([]);
    expect(await settle()).toEqual(['s3 close']);
  });

  it('V2: a page that starts over has nothing to go on with', async () => {
    const { agent, settle } = start();
    const direct = { connection: 3, iceServers: [], isRelayOnly: false, restartsIce: false, codecs: [] };
    agent.reconcile([{ ...task, direct: { ...direct, step: 'apply' } }]);
    expect(await settle()).toEqual(['microphone', 'failed call 1 media.failed']);
  });
});
