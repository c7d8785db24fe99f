import type { MediaTask } from '../../shared/domain/call.ts';
import type { MediaAgentPorts, MediaFailure } from './media-agent.ts';
import { type DirectSession, isDirect } from './direct-session.ts';
import type { MediaSession } from './media-session.ts';

/** Without what only one of the two kinds can do. */
type Sound = Omit<MediaSession, 'applyOffer'>;

/** What is in force, piece by piece; a piece that differs from the task is done next. */
interface Applied {
  revision?: number;
  codec?: string;
  isHeld: boolean;
  conference?: string | undefined;
}

/** One call's way from what is to what the task says. Steps run one after the other; a newer task wins at the next step. */
export class CallMedia {
  readonly #ports: MediaAgentPorts;
  #speakerId: string;
  #task: MediaTask | undefined;
  /** `key`: what it was made for, as `keyOf` says. */
  #session: { readonly media: Sound; readonly key: string } | undefined;
  /** The session again, by its kind. */
  #loopback: MediaSession | undefined;
  #direct: DirectSession | undefined;
  #applied: Applied = { isHeld: false };
  #failedRevision: number | undefined;
  #isRunning = false;
  #isClosed = false;

  constructor(ports: MediaAgentPorts, speakerId: string) {
    this.#ports = ports;
    this.#speakerId = speakerId;
  }

  want(task: MediaTask): void {
    if (task.isMuted !== this.#task?.isMuted) this.#mute(task.isMuted);
    this.#task = task;
    if (!this.#isRunning) void this.#run();
  }

  useOutput(deviceId: string): void {
    this.#speakerId = deviceId;
    void this.#session?.media.useOutput(deviceId);
  }

  refreshMicrophone(): void {
    const session = this.#session;
    if (!session) return;
    // A call goes on without a voice rather than end: a device may come back.
    void this.#ports.microphone
      .prepare()
      .then((track) => {
        if (this.#session !== session) return undefined;
        const { conference } = this.#applied;
        if (conference === undefined) return session.media.useTrack(track);
        this.#ports.mixer.useVoice(conference, track);
      })
      .catch(() => undefined);
  }

  report(): Promise<RTCStatsReport | undefined> {
    return this.#session?.media.stats() ?? Promise.resolve(undefined);
  }

  close(): void {
    this.#isClosed = true;
    this.#dropSession();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let step = this.#nextStep(); step; step = this.#nextStep()) await step();
    this.#isRunning = false;
  }

  #nextStep(): (() => Promise<void>) | undefined {
    const task = this.#task;
    if (!task || this.#isClosed) return undefined;
    if (task.revision !== this.#applied.revision) return () => this.#connect(task);
    const media = this.#session?.media;
    if (!media) return undefined;
    if (task.direct?.digits) this.#direct?.dial(task.direct.digits);
    if (task.codec !== undefined && task.codec !== this.#applied.codec) {
      this.#applied.codec = task.codec;
      return () => this.#attempt(task, media.useCodec(task.codec ?? ''));
    }
    if (task.conference !== this.#applied.conference)
      return () => this.#attempt(task, this.#join(media, task));
    if (task.isHeld === this.#applied.isHeld) return undefined;
    this.#applied.isHeld = task.isHeld;
    return () => this.#attempt(task, media.setHeld(task.isHeld));
  }

  /** Into a conference, out of one, or from one into another. */
  async #join(media: Sound, { callId, conference }: MediaTask): Promise<void> {
    this.#applied.conference = conference;
    const { microphone, mixer } = this.#ports;
    const voice = await microphone.prepare();
    if (this.#isClosed || this.#session?.media !== media) return;
    if (conference === undefined) mixer.leave(callId);
    const track =
      conference === undefined ? voice : mixer.join(conference, callId, { voice, remote: media.remote() });
    this.#mute(this.#task?.isMuted ?? false);
    await media.useTrack(track);
  }

  /** In a conference the mixer does it: the others are to hear each other. */
  #mute(isMuted: boolean): void {
    const { conference } = this.#applied;
    if (conference !== undefined) this.#ports.mixer.setMuted(conference, isMuted);
    this.#session?.media.setMuted(isMuted && conference === undefined);
  }

  async #connect(task: MediaTask): Promise<void> {
    // The codec is chosen again: a re-offer may have changed its parameters. A hold outlives it.
    const { isHeld, conference } = this.#applied;
    this.#applied = { revision: task.revision, isHeld, conference };
    try {
      const track = await this.#ports.microphone.prepare();
      if (this.#isClosed) return;
      const sdp = await this.#negotiate(task, track);
      if (!this.#isClosed) this.#ports.answered(task.callId, task.revision, sdp);
    } catch (error) {
      this.#fail(task, failureOf(error));
    }
  }

  #negotiate(task: MediaTask, track: MediaStreamTrack): Promise<string> {
    const key = keyOf(task);
    if (!isDirect(task)) {
      const running = this.#session?.key === key ? this.#loopback : undefined;
      const media = running ?? this.#ports.createSession();
      if (!running) this.#begin(media, key, task);
      this.#loopback = media;
      return media.applyOffer(task.offerSdp, track);
    }
    const kept = this.#session?.key === key ? this.#direct : undefined;
    const running = task.direct.step === 'answer' && kept?.fits(task.offerSdp) === false ? undefined : kept;
    // What was agreed upon by a page that is gone can't be gone on with: main asks for a new connection.
    const isContinued = !['offer', 'answer'].includes(task.direct.step);
    if (!running && isContinued) return Promise.reject(new Error('no such connection'));
    const media = running ?? this.#ports.createDirectSession(task);
    if (!running) this.#begin(media, key, task);
    this.#direct = media;
    return media.negotiate(task, track);
  }

  #begin(media: Sound, key: string, task: MediaTask): void {
    this.#dropSession();
    this.#session = { media, key };
    this.#applied.isHeld = false;
    media.setMuted(this.#task?.isMuted ?? task.isMuted);
    if (this.#speakerId !== '') void media.useOutput(this.#speakerId);
    media.onStateChange((state) => {
      if (state === 'failed' && this.#session?.media === media)
        this.#fail(this.#task ?? task, 'media.failed');
    });
  }

  async #attempt(task: MediaTask, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#fail(task, failureOf(error));
    }
  }

  #fail(task: MediaTask, code: MediaFailure): void {
    // One cause often shows twice: the connection fails, then the step that waited for it.
    if (this.#isClosed || this.#failedRevision === task.revision) return;
    this.#failedRevision = task.revision;
    // What stands between the two ends is worth more than a step that failed; main says what becomes of it.
    if (!this.#direct) this.#dropSession();
    this.#ports.failed(task.callId, task.revision, code);
  }

  #dropSession(): void {
    if (this.#task && this.#applied.conference !== undefined) this.#ports.mixer.leave(this.#task.callId);
    this.#applied.conference = undefined;
    this.#session?.media.close();
    this.#session = undefined;
    this.#loopback = undefined;
    this.#direct = undefined;
  }
}

/** Another ICE generation of the gateway, or another connection to the far end, is another session. */
function keyOf({ direct, offerSdp }: MediaTask): string {
  if (direct) return `direct ${direct.connection}`;
  return `loopback ${/^a=ice-ufrag:(.*)$/m.exec(offerSdp)?.[1]?.trim() ?? ''}`;
}

function failureOf(error: unknown): MediaFailure {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'media.permission-denied';
  // NotReadableError: another program holds the device.
  if (['NotFoundError', 'NotReadableError', 'OverconstrainedError'].includes(name))
    return 'media.no-microphone';
  return 'media.failed';
}
