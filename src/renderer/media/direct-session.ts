import type { MediaTask } from '../../shared/domain/call.ts';
import { browserParts, type MediaSession, type MediaSessionParts, peerSound } from './media-session.ts';

/** A task for such a connection. */
export type DirectTask = MediaTask & { readonly direct: NonNullable<MediaTask['direct']> };

/** One call's sound straight to a far end that speaks ICE and DTLS-SRTP itself: a browser, or a server for browsers. */
export interface DirectSession extends Omit<MediaSession, 'applyOffer'> {
  /** Does the task's step and gives the description of this side that stands afterwards, with all its candidates. */
  negotiate(task: DirectTask, track: MediaStreamTrack): Promise<string>;
  /** Whether it can go on with this offer: not when the far end is another than before, as after a transfer by a server. */
  fits(offer: string): boolean;
  /** Queues keys (0-9 * # A-D, `,` = 2 s) as RFC 4733 events; those of a number that was played already are not played again. */
  dial(digits: { readonly number: number; readonly keys: string }): void;
}

/** Candidates that take longer are not waited for: a STUN server that is silent must not cost the call. */
const GATHERING_MS = 1_500;
const TONE_MS = 160;

export function isDirect(task: MediaTask): task is DirectTask {
  return task.direct !== undefined;
}

/** The connection for a task. `wait` resolves after so many ms. */
export function createDirectSession(
  { direct }: DirectTask,
  parts: MediaSessionParts = browserParts,
  wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms)),
): DirectSession {
  const peer = parts.createPeerConnection({
    bundlePolicy: 'max-bundle',
    rtcpMuxPolicy: 'require',
    iceServers: direct.iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username !== undefined && { username }),
      ...(credential !== undefined && { credential }),
    })),
    iceTransportPolicy: direct.isRelayOnly ? 'relay' : 'all',
  });
  const { inTurn, begin, ...sound } = peerSound(peer, parts.createAudio());
  let played = 0;
  const transceiver = () => peer.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');

  const gathered = async (): Promise<string> => {
    if (peer.iceGatheringState !== 'complete')
      await Promise.race([
        new Promise<void>((resolve) => {
          peer.addEventListener('icegatheringstatechange', () => {
            if (peer.iceGatheringState === 'complete') resolve();
          });
        }),
        wait(GATHERING_MS),
      ]);
    return peer.localDescription?.sdp ?? '';
  };
  const offer = async ({ direct: { codecs, restartsIce }, isHeld }: DirectTask, track: MediaStreamTrack) => {
    if (peer.signalingState === 'have-local-offer') await peer.setLocalDescription({ type: 'rollback' });
    const sending = transceiver() ?? peer.addTransceiver('audio');
    prefer(sending, codecs);
    sending.direction = isHeld ? 'sendonly' : 'sendrecv';
    await begin(track);
    await peer.setLocalDescription(await peer.createOffer({ iceRestart: restartsIce }));
    return gathered();
  };
  const answer = async ({ offerSdp, isHeld }: DirectTask, track: MediaStreamTrack) => {
    // Both ends offered at once, and ours gives way (RFC 3261 section 14.2).
    if (peer.signalingState === 'have-local-offer') await peer.setLocalDescription({ type: 'rollback' });
    await peer.setRemoteDescription({ type: 'offer', sdp: offerSdp });
    for (const each of peer.getTransceivers())
      if (each.receiver.track.kind === 'audio') each.direction = isHeld ? 'sendonly' : 'sendrecv';
      // Pictures go another way; a line that nobody looks at is refused.
      else each.stop();
    await begin(track);
    await peer.setLocalDescription(await peer.createAnswer());
    return gathered();
  };
  const step = async (task: DirectTask, track: MediaStreamTrack): Promise<string> => {
    switch (task.direct.step) {
      case 'offer':
        return offer(task, track);
      case 'answer':
        return answer(task, track);
      case 'apply':
        await peer.setRemoteDescription({ type: 'answer', sdp: task.offerSdp });
        break;
      case 'early':
        await peer.setRemoteDescription({ type: 'pranswer', sdp: task.offerSdp });
        break;
      case 'rollback':
        if (peer.signalingState === 'have-local-offer') await peer.setLocalDescription({ type: 'rollback' });
    }
    return peer.localDescription?.sdp ?? '';
  };
  return {
    ...sound,
    negotiate: (task, track) => inTurn(() => step(task, track)),
    fits(next) {
      const before = peer.remoteDescription?.sdp;
      return before === undefined || fingerprints(before) === fingerprints(next);
    },
    dial({ number, keys }) {
      if (number <= played) return;
      played = number;
      const dtmf = transceiver()?.sender.dtmf;
      if (dtmf?.canInsertDTMF) dtmf.insertDTMF(dtmf.toneBuffer + keys, TONE_MS);
    },
  };
}

/**
 * Another certificate is another association (RFC 8842 section 3). A connection of its own has it at once; the running one
 * would wait for seconds before it left its old path.
 */
const fingerprints = (sdp: string): string =>
  [
    ...new Set(
      [...sdp.matchAll(/^a=fingerprint:\s*(.*?)\s*$/gm)].map(([, value = '']) => value.toLowerCase()),
    ),
  ]
    .toSorted()
    .join();

/** The wanted codecs first, what goes with them (events, comfort noise, redundancy) after, other voice codecs not at all. */
function prefer(transceiver: RTCRtpTransceiver, wanted: readonly string[]): void {
  const known = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
  const names = wanted.map((name) => `audio/${name}`.toLowerCase());
  const chosen = names.flatMap((name) => known.filter(({ mimeType }) => mimeType.toLowerCase() === name));
  const events = known.filter(({ mimeType }) => mimeType.toLowerCase() === 'audio/telephone-event');
  if (chosen.length > 0) transceiver.setCodecPreferences([...chosen, ...events]);
}
