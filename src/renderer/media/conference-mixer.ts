/** Calls whose people hear each other: each is sent our voice and all the others, never itself. */
export interface ConferenceMixer {
  /** What to send to this call from now on. Joined again, it is as if it had left before. */
  join(conference: string, callId: string, parts: Joining): MediaStreamTrack;
  /** Our own voice only; the others go on hearing each other. */
  setMuted(conference: string, isMuted: boolean): void;
  /** Another microphone. */
  useVoice(conference: string, voice: MediaStreamTrack): void;
  leave(callId: string): void;
}

interface Joining {
  readonly voice: MediaStreamTrack;
  /** What the call's other side says; undefined while nothing has come. */
  readonly remote: MediaStream | undefined;
}

interface Member {
  readonly conference: string;
  readonly output: MediaStreamAudioDestinationNode;
  readonly input: MediaStreamAudioSourceNode | undefined;
}

interface Voice {
  readonly gain: GainNode;
  track: MediaStreamTrack;
  source: MediaStreamAudioSourceNode;
}

/** `createContext` is asked once, when the first conference begins. */
export function createConferenceMixer(
  createContext: () => AudioContext = () => new AudioContext(),
): ConferenceMixer {
  const members = new Map<string, Member>();
  const voices = new Map<string, Voice>();
  let shared: AudioContext | undefined;

  const context = (): AudioContext => {
    shared ??= createContext();
    if (shared.state === 'suspended') void shared.resume();
    return shared;
  };
  const listenTo = (track: MediaStreamTrack, gain: GainNode) => {
    const source = context().createMediaStreamSource(new MediaStream([track]));
    source.connect(gain);
    return source;
  };
  const voiceOf = (conference: string, source: MediaStreamTrack): Voice => {
    const known = voices.get(conference);
    if (known) return known;
    const track = source.clone();
    const gain = context().createGain();
    const voice = { gain, track, source: listenTo(track, gain) };
    voices.set(conference, voice);
    return voice;
  };
  const others = (conference: string) => [...members.values()].filter((one) => one.conference === conference);

  const leave = (callId: string): void => {
    const member = members.get(callId);
    if (!member) return;
    members.delete(callId);
    const { conference, output, input } = member;
    input?.disconnect();
    for (const { input: other } of others(conference)) other?.disconnect(output);
    const voice = voices.get(conference);
    voice?.gain.disconnect(output);
    if (!voice || others(conference).length > 0) return;
    voices.delete(conference);
    voice.source.disconnect();
    voice.track.stop();
    if (voices.size > 0) return;
    // No conference is left: a context that runs costs power.
    void shared?.close();
    shared = undefined;
  };

  return {
    join(conference, callId, { voice, remote }) {
      leave(callId);
      const output = context().createMediaStreamDestination();
      const input = remote && context().createMediaStreamSource(remote);
      voiceOf(conference, voice).gain.connect(output);
      for (const other of others(conference)) {
        other.input?.connect(output);
        input?.connect(other.output);
      }
      members.set(callId, { conference, output, input });
      const [track] = output.stream.getAudioTracks();
      if (!track) throw new DOMException('no audio track', 'NotFoundError');
      return track;
    },
    setMuted(conference, isMuted) {
      const voice = voices.get(conference);
      if (voice) voice.gain.gain.value = isMuted ? 0 : 1;
    },
    useVoice(conference, source) {
      const voice = voices.get(conference);
      if (!voice) return;
      voice.source.disconnect();
      voice.track.stop();
      voice.track = source.clone();
      voice.source = listenTo(voice.track, voice.gain);
    },
    leave,
  };
}
