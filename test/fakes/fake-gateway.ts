import type {
  GatewayEvent,
  GatewaySessionSpec,
  MediaGatewayPort,
  MediaStreamKind,
  NegotiatedMedia,
} from '../../src/main/ports/media-gateway.port.ts';
import { fail, ok, type Result } from '../../src/shared/errors/result.ts';

export interface FakeGateway extends MediaGatewayPort {
  /** Every command, as `method argument…` without the session id. */
  readonly asked: string[];
  readonly sessions: ReadonlyMap<string, GatewaySessionSpec>;
  /** What every session was opened with, oldest first. */
  readonly specs: readonly GatewaySessionSpec[];
  emit(event: GatewayEvent): void;
  /** What descriptions of the far end agree on. */
  negotiate(change: Partial<NegotiatedMedia>): void;
  /** The next call of this method fails. */
  failNext(method: keyof MediaGatewayPort, error: Result<never>): void;
  /** As if the process had died: its sessions are gone and its revisions start again. */
  die(): void;
}

/** What is said about the picture's leg is marked; the voice's isn't. */
const ofVideo = (stream: MediaStreamKind): readonly string[] => (stream === 'audio' ? [] : [stream]);

/** The media gateway without media. Loopback offers name their session and revision. */
export function fakeGateway(): FakeGateway {
  const asked: string[] = [];
  const sessions = new Map<string, GatewaySessionSpec>();
  const specs: GatewaySessionSpec[] = [];
  const revisions = new Map<string, number>();
  const failures = new Map<string, Result<never>>();
  const listeners = new Set<(event: GatewayEvent) => void>();
  let negotiated: NegotiatedMedia = {
    codec: 'PCMU',
    direction: 'sendrecv',
    isHeldByRemote: false,
    remoteAddress: '192.0.2.20',
    remotePort: 4000,
    dtmfPayloadType: 101,
    mediaLineCount: 1,
    loopbackRevision: 1,
  };
  const emit = (event: GatewayEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const act = <T>(
    method: keyof MediaGatewayPort,
    id: string,
    words: string,
    value: () => T,
  ): Promise<Result<T>> => {
    asked.push(words === '' ? method : `${method} ${words}`);
    const failure = failures.get(method);
    failures.delete(method);
    if (failure) return Promise.resolve(failure);
    return Promise.resolve(
      method === 'openSession' || sessions.has(id) ? ok(value()) : fail('media.unknown-session'),
    );
  };
  return {
    asked,
    sessions,
    specs,
    emit,
    negotiate: (change) => void (negotiated = { ...negotiated, ...change }),
    failNext: (method, error) => void failures.set(method, error),
    die() {
      const sessionIds = [...sessions.keys()];
      sessions.clear();
      revisions.clear();
      emit({ type: 'gateway-lost', sessionIds });
    },
    openSession: (spec) =>
      act('openSession', spec.sessionId, spec.localAddress, () => {
        specs.push(spec);
        sessions.set(spec.sessionId, spec);
        return { rtpPort: spec.ports.start, rtcpPort: spec.ports.start + 1, isDscpApplied: true };
      }),
    loopbackOffer: (id, { isFresh = false, stream = 'audio' } = {}) =>
      act('loopbackOffer', id, [...(isFresh ? ['fresh'] : []), ...ofVideo(stream)].join(' '), () => {
        const key = [id, ...ofVideo(stream)].join(' ');
        const revision = (revisions.get(key) ?? 0) + 1;
        revisions.set(key, revision);
        return { revision, sdp: ['loopback offer', revision, ...ofVideo(stream)].join(' ') };
      }),
    loopbackAnswer: (id, sdp, revision, stream = 'audio') =>
      act('loopbackAnswer', id, [sdp, revision ?? '', ...ofVideo(stream)].join(' '), () => undefined),
    localSdp: (id, role) => act('localSdp', id, role, () => `local ${role}`),
    remoteSdp: (id, sdp, role) => act('remoteSdp', id, `${sdp} ${role}`, () => negotiated),
    rollback: (id) => act('rollback', id, '', () => undefined),
    setDirection: (id, direction) => act('setDirection', id, direction, () => undefined),
    setMuted: (id, isMuted) => act('setMuted', id, String(isMuted), () => undefined),
    setPicture: (id, isOn, stream = 'video') =>
      act('setPicture', id, [isOn, ...(stream === 'slides' ? ['slides'] : [])].join(' '), () => undefined),
    takeFloor: (id) => act('takeFloor', id, '', () => undefined),
    sendDtmf: (id, digits) => act('sendDtmf', id, digits, () => undefined),
    stats: () => Promise.resolve(fail('media.wrong-state')),
    close: (id) =>
      act('close', id, '', () => {
        sessions.delete(id);
      }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
