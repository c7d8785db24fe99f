import type { MediaTask } from '../../shared/domain/call.ts';
import type { MediaAgentPorts, MediaFailure } from './media-agent.ts';
import type { MediaSession } from './media-session.ts';

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
  #session: { readonly media: MediaSession; readonly ufrag: string } | undefined;
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
  async #join(media: MediaSession, { callId, conference }: MediaTask): Promise<void> {
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
      const media = this.#sessionFor(task);
      const sdp = await media.applyOffer(task.offerSdp, track);
      if (!this.#isClosed) this.#ports.answered(task.callId, task.revision, sdp);
    } catch (error) {
      this.#fail(task, failureOf(error));
    }
  }

  /** The running session, or a new one when the offer is of another ICE generation (the gateway's end is new then). */
  #sessionFor(task: MediaTask): MediaSession {
    const ufrag = /^a=ice-ufrag:(.*)$/m.exec(task.offerSdp)?.[1]?.trim() ?? '';
    if (this.#session?.ufrag === ufrag) return this.#session.media;
    this.#dropSession();
    const media = this.#ports.createSession();
    this.#session = { media, ufrag };
    this.#applied.isHeld = false;
    media.setMuted(this.#task?.isMuted ?? task.isMuted);
    if (this.#speakerId !== '') void media.useOutput(this.#speakerId);
    media.onStateChange((state) => {
      if (state === 'failed' && this.#session?.media === media)
        this.#fail(this.#task ?? task, 'media.failed');
    });
    return media;
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
    this.#dropSession();
    this.#ports.failed(task.callId, task.revision, code);
  }

  #dropSession(): void {
    if (this.#task && this.#applied.conference !== undefined) this.#ports.mixer.leave(this.#task.callId);
    this.#applied.conference = undefined;
    this.#session?.media.close();
    this.#session = undefined;
  }
}

function failureOf(error: unknown): MediaFailure {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'media.permission-denied';
  // NotReadableError: another program holds the device.
  if (['NotFoundError', 'NotReadableError', 'OverconstrainedError'].includes(name))
    return 'media.no-microphone';
  return 'media.failed';
}
