import { describe, expect, it } from 'vitest';
import type { MediaTask } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import { createPictureAgent } from './picture-agent.ts';
import { createPictureBoard } from './picture-board.ts';

const callId = 'call' as CallId;
const VIDEO = { revision: 1, offerSdp: 'a=ice-ufrag:one\r\n', isSending: true } as const;
const task = (video?: MediaTask['video']): MediaTask => ({
  callId,
  revision: 1,
  offerSdp: '',
  isMuted: false,
  isHeld: false,
  ...(video && { video }),
});

class Track extends EventTarget {
  contentHint = '';
  readonly kind: string;
  readonly #did: string[];
  constructor(kind: string, did: string[]) {
    super();
    this.kind = kind;
    this.#did = did;
  }
  getSettings() {
    return { height: 720 };
  }
  stop() {
    this.#did.push(`${this.kind} stops`);
  }
}

/** A page's browser: everything done to connections, camera and screen is written down. */
function start(cameraRefusal?: string) {
  const did: string[] = [];
  let connections = 0;
  const tracks: Track[] = [];
  const open = (kind: string) => {
    const track = new Track(kind, did);
    tracks.push(track);
    return track as unknown as MediaStreamTrack;
  };
  const board = createPictureBoard(() => Promise.resolve(open('screen')));
  globalThis.MediaStream ??= class {} as unknown as typeof MediaStream;
  const agent = createPictureAgent({
    board,
    stream: 'video',
    createConnection() {
      const name = `c${(connections += 1)}`;
      const encoding = { active: true, scaleResolutionDownBy: 1 };
      const sender = {
        replaceTrack: async (track: Track | null) =>
          void did.push(`${name} sends ${track?.kind ?? 'nothing'}`),
        getParameters: () => ({ encodings: [encoding] }),
        setParameters: async () =>
          void did.push(`${name} ${encoding.active ? 'on' : 'off'} ÷${encoding.scaleResolutionDownBy}`),
      };
      const connection = {
        addEventListener: () => undefined,
        setRemoteDescription: async () => undefined,
        getTransceivers: () => [{ direction: 'recvonly', sender }],
        createAnswer: async () => ({ sdp: `answer of ${name}` }),
        setLocalDescription: async () => undefined,
        close: () => void did.push(`${name} closes`),
      };
      return connection as unknown as RTCPeerConnection;
    },
    openCamera: async () => {
      if (cameraRefusal) throw new DOMException('no', cameraRefusal);
      return open('camera');
    },
    answered: (_id, revision, sdp) => did.push(`answered ${revision} ${sdp}`),
    failed: (_id, revision, code) => did.push(`failed ${revision} ${code}`),
    stopped: () => did.push('stopped'),
  });
  const want = async (video?: MediaTask['video'], tasks = [task(video)]) => {
    agent.reconcile(tasks);
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    return did.splice(0);
  };
  return { board, want, tracks, reopenCamera: agent.reopenCamera };
}

describe('the picture agent', () => {
  it('V3: answers first, and opens the camera only when ours is wanted', async () => {
    const t = start();
    expect(await t.want(VIDEO)).toEqual(['answered 1 answer of c1', 'c1 on ÷1']);
    expect(await t.want({ ...VIDEO, source: 'camera', lines: 288 })).toEqual([
      'c1 sends camera',
      'c1 on ÷2.5',
    ]);
    expect(t.board.of(callId).own).toBeDefined();
    expect(await t.want({ ...VIDEO, source: 'camera', lines: 720 })).toEqual(['c1 on ÷1']);
  });

  it('V3: on hold nothing is sent; off, the camera’s light goes out', async () => {
    const t = start();
    await t.want({ ...VIDEO, source: 'camera' });
    expect(await t.want({ ...VIDEO, source: 'camera', isSending: false })).toEqual(['c1 off ÷1']);
    expect(await t.want(VIDEO)).toEqual(['camera stops', 'c1 sends nothing', 'c1 on ÷1']);
    expect(t.board.of(callId).own).toBeUndefined();
  });

  it('V3: another camera that is chosen takes the place of the one that runs, and of nothing else', async () => {
    const t = start();
    await t.want({ ...VIDEO, source: 'camera' });
    t.reopenCamera();
    expect(await t.want({ ...VIDEO, source: 'camera' })).toEqual([
      'camera stops',
      'c1 sends camera',
      'c1 on ÷1',
    ]);
    await t.want(VIDEO);
    t.reopenCamera();
    expect(await t.want(VIDEO)).toEqual([]);
  });

  it('V9: the screen that was chosen takes the camera’s place, in its full size', async () => {
    const t = start();
    await t.want({ ...VIDEO, source: 'camera', lines: 144 });
    expect(await t.board.chooseScreen()).toBe(true);
    expect(await t.want({ ...VIDEO, source: 'screen', lines: 144 })).toEqual([
      'camera stops',
      'c1 sends screen',
      'c1 on ÷1',
    ]);
    expect(t.tracks.map(({ contentHint }) => contentHint)).toEqual(['motion', 'detail']);
  });

  it('V9: sharing that is ended in the system, or was never chosen, is told', async () => {
    const t = start();
    expect(await t.want({ ...VIDEO, source: 'screen' })).toContain('stopped');
    await t.want(VIDEO);
    await t.board.chooseScreen();
    await t.want({ ...VIDEO, source: 'screen' });
    t.tracks.at(-1)?.dispatchEvent(new Event('ended'));
    expect(await t.want({ ...VIDEO, source: 'screen' })).toEqual(['stopped']);
  });

  it.each([
    ['NotFoundError', 'media.no-camera'],
    ['NotReadableError', 'media.no-camera'],
    ['NotAllowedError', 'media.permission-denied'],
  ])('V3: a camera that can’t be used (%s) is told as %s, and theirs stays', async (refusal, code) => {
    const t = start(refusal);
    expect(await t.want({ ...VIDEO, source: 'camera' })).toEqual([
      'answered 1 answer of c1',
      `failed 1 ${code}`,
      'c1 on ÷1',
    ]);
  });

  it('V3: another generation is another connection, with the camera that runs', async () => {
    const t = start();
    await t.want({ ...VIDEO, source: 'camera' });
    expect(
      await t.want({ ...VIDEO, source: 'camera', revision: 2, offerSdp: 'a=ice-ufrag:two\r\n' }),
    ).toEqual(['c1 closes', 'c2 sends camera', 'answered 2 answer of c2', 'c2 on ÷1']);
  });

  it('V3: a call without pictures closes what it had', async () => {
    const t = start();
    await t.want({ ...VIDEO, source: 'camera' });
    expect(await t.want(undefined)).toEqual(['camera stops', 'c1 closes']);
    expect(t.board.of(callId)).toEqual({});
  });
});
