import type { Result } from '../../shared/errors/result.ts';
import { fail, ok } from '../../shared/errors/result.ts';
import type { Clock } from '../ports/clock.port.ts';
import type {
  GatewayEvent,
  GatewaySessionInfo,
  GatewaySessionSpec,
  MediaGatewayPort,
  MediaSessionId,
} from '../ports/media-gateway.port.ts';
import { GatewaySession } from './gateway-session.ts';
import type { RateMemory } from './video/video-stream.ts';
import type { DtlsIdentity } from './loopback/dtls-endpoint.ts';

export interface GatewayParts {
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly fraction: () => number;
  /** Made once, while the process starts. */
  readonly identity: Promise<DtlsIdentity>;
}

/** The gateway itself, as it lives in its process: the sessions by their ids. */
export function createGateway(parts: GatewayParts): MediaGatewayPort {
  const sessions = new Map<MediaSessionId, GatewaySession>();
  const opening = new Set<MediaSessionId>();
  const listeners = new Set<(event: GatewayEvent) => void>();
  const videoRate: RateMemory = {};
  const emit = (event: GatewayEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const withSession = async <T>(
    sessionId: MediaSessionId,
    use: (session: GatewaySession) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const session = sessions.get(sessionId);
    return session ? use(session) : fail('media.unknown-session');
  };
  const openSession = async (spec: GatewaySessionSpec): Promise<Result<GatewaySessionInfo>> => {
    const { sessionId } = spec;
    if (sessions.has(sessionId) || opening.has(sessionId))
      return fail('media.wrong-state', undefined, 'session exists');
    opening.add(sessionId);
    try {
      const { identity: promised, ...rest } = parts;
      const opened = await GatewaySession.open(spec, { ...rest, identity: await promised, emit, videoRate });
      if (!opened.ok) return opened;
      // Closed while it was opening: the caller has gone.
      if (!opening.has(sessionId)) {
        opened.value.close();
        return fail('media.unknown-session');
      }
      sessions.set(sessionId, opened.value);
      return ok(opened.value.info);
    } finally {
      opening.delete(sessionId);
    }
  };
  return {
    openSession,
    loopbackOffer: (id, options) =>
      withSession(id, (session) =>
        session.loopbackOffer(options?.isFresh ?? false, options?.stream ?? 'audio'),
      ),
    loopbackAnswer: (id, sdp, revision, stream = 'audio') =>
      withSession(id, (session) => session.loopbackAnswer(sdp, revision, stream)),
    localSdp: (id, role) => withSession(id, (session) => session.localSdp(role)),
    remoteSdp: (id, sdp, role) => withSession(id, (session) => session.remoteSdp(sdp, role)),
    rollback: (id) => withSession(id, (session) => ok(session.rollback())),
    setDirection: (id, direction) => withSession(id, (session) => ok(session.setDirection(direction))),
    setMuted: (id, isMuted) => withSession(id, (session) => ok(session.setMuted(isMuted))),
    setPicture: (id, isOn, stream = 'video') =>
      withSession(id, (session) => session.setPicture(isOn, stream)),
    takeFloor: (id) => withSession(id, (session) => session.takeFloor()),
    sendDtmf: (id, digits, options) => withSession(id, (session) => session.sendDtmf(digits, options)),
    stats: (id) => withSession(id, (session) => ok(session.stats())),
    async close(id) {
      opening.delete(id);
      sessions.get(id)?.close();
      sessions.delete(id);
      return ok();
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
