/** What a session needs from the browser; handed in, so that tests can do without one. */
export interface MediaSessionParts {
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly createAudio: () => HTMLAudioElement;
}

/**
 * One call's sound: a peer connection to the gateway on loopback. Main always offers, this always answers.
 * Calls are taken one at a time in the order they are made; all reject once the session is closed.
 */
export interface MediaSession {
  /** Answers an offer; a later one of the same gateway session changes the running connection. */
  applyOffer(sdp: string, track: MediaStreamTrack): Promise<string>;
  /** Sends with this codec (an rtpmap name) from now on; a name that wasn't offered changes nothing. */
  useCodec(name: string): Promise<void>;
  setMuted(isMuted: boolean): void;
  /** Held: nothing is sent, not even silence. */
  setHeld(isHeld: boolean): Promise<void>;
  /** Another microphone, without a gap. */
  useTrack(track: MediaStreamTrack): Promise<void>;
  /** The loudspeaker; empty: the system's choice. A device that is gone falls back to that. */
  useOutput(deviceId: string): Promise<void>;
  /** What the other side says, once there is a connection. */
  remote(): MediaStream | undefined;
  stats(): Promise<RTCStatsReport>;
  onStateChange(listener: (state: RTCPeerConnectionState) => void): void;
  close(): void;
}

/** The `codec` of WebRTC extensions, which the type library doesn't know yet. */
type Encoding = RTCRtpEncodingParameters & { codec?: RTCRtpCodec };

export const browserParts: MediaSessionParts = {
  createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
  createAudio: () => {
    const audio = document.createElement('audio');
    audio.autoplay = true;
    audio.hidden = true;
    document.body.append(audio);
    return audio;
  },
};

/** All of a session but how its descriptions are exchanged. */
export interface PeerSound extends Omit<MediaSession, 'applyOffer'> {
  /** One at a time: descriptions and sender parameters must not interleave. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Gives the sender this source, if it has none yet. */
  readonly begin: (source: MediaStreamTrack) => Promise<void>;
}

export function createMediaSession(parts: MediaSessionParts = browserParts): MediaSession {
  const peer = parts.createPeerConnection({
    bundlePolicy: 'max-compat',
    rtcpMuxPolicy: 'require',
    iceServers: [],
  });
  const { inTurn, begin, ...sound } = peerSound(peer, parts.createAudio());
  return {
    ...sound,
    applyOffer: (sdp, source) =>
      inTurn(async () => {
        await peer.setRemoteDescription({ type: 'offer', sdp });
        const [transceiver] = peer.getTransceivers();
        if (transceiver) transceiver.direction = 'sendrecv';
        await begin(source);
        const answer = await peer.createAnswer();
        await peer.setLocalDescription(answer);
        return answer.sdp ?? '';
      }),
  };
}

/** What goes in and out of a peer connection with one stream of sound. */
export function peerSound(peer: RTCPeerConnection, audio: HTMLAudioElement): PeerSound {
  let track: MediaStreamTrack | undefined;
  let isMuted = false;
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  const sender = () => peer.getTransceivers().find(isSound)?.sender;
  const replaceTrack = async (source: MediaStreamTrack) => {
    const previous = track;
    track = source.clone();
    track.enabled = !isMuted;
    await sender()?.replaceTrack(track);
    previous?.stop();
  };
  const changeEncoding = async (change: (encoding: Encoding, parameters: RTCRtpSendParameters) => void) => {
    const parameters = sender()?.getParameters();
    const [encoding] = parameters?.encodings ?? [];
    if (!parameters || !encoding) return;
    change(encoding, parameters);
    await sender()?.setParameters(parameters);
  };

  peer.addEventListener('track', (event) => {
    if (event.track.kind !== 'audio') return;
    audio.srcObject = new MediaStream([event.track]);
    // Refused before the first click in some pages; with the microphone granted it isn't.
    audio.play()?.catch(() => undefined);
  });
  return {
    inTurn,
    async begin(source) {
      if (!track) await replaceTrack(source);
    },
    useCodec: (name) =>
      inTurn(() =>
        changeEncoding((encoding, parameters) => {
          const mimeType = `audio/${name}`.toLowerCase();
          const codec = parameters.codecs.find((known) => known.mimeType.toLowerCase() === mimeType);
          if (codec) encoding.codec = codec;
        }).catch(ignoreUnchoosable),
      ),
    setMuted(next) {
      isMuted = next;
      if (track) track.enabled = !next;
    },
    setHeld: (isHeld) =>
      inTurn(() =>
        changeEncoding((encoding) => {
          encoding.active = !isHeld;
        }),
      ),
    useTrack: (source) => inTurn(() => replaceTrack(source)),
    async useOutput(deviceId) {
      await audio.setSinkId(deviceId).catch(() => audio.setSinkId(''));
    },
    remote: () => (audio.srcObject instanceof MediaStream ? audio.srcObject : undefined),
    stats: () => peer.getStats(),
    onStateChange(listener) {
      peer.addEventListener('connectionstatechange', () => listener(peer.connectionState));
    },
    close() {
      peer.close();
      track?.stop();
      audio.srcObject = null;
      audio.remove();
    },
  };
}

const isSound = (transceiver: RTCRtpTransceiver): boolean => transceiver.receiver.track.kind === 'audio';

/** Chromium can't choose a codec whose parameters the far end changed; the offer then lists that codec first, which does as well. */
function ignoreUnchoosable(error: unknown): void {
  if (!(error instanceof DOMException) || error.name !== 'InvalidModificationError') throw error;
}
