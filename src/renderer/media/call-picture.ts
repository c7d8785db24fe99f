import type { MediaTask } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import { pictureFailureOf } from './camera.ts';
import type { PictureAgentPorts } from './picture-agent-ports.ts';
import type { Pictures } from './picture-board.ts';

type PictureTask = NonNullable<MediaTask['video']>;

/** One call's picture: from what is to what the task says, one step after the other; a newer task wins at the next step. */
export class CallPicture {
  readonly #ports: PictureAgentPorts;
  readonly #callId: CallId;
  #task: PictureTask | undefined;
  #peer: { readonly connection: RTCPeerConnection; readonly ufrag: string } | undefined;
  #track: MediaStreamTrack | undefined;
  #applied: { revision?: number; source?: PictureTask['source']; encoding?: string } = {};
  #isRunning = false;
  #isClosed = false;

  constructor(ports: PictureAgentPorts, callId: CallId) {
    this.#ports = ports;
    this.#callId = callId;
  }

  want(task: PictureTask): void {
    this.#task = task;
    if (!this.#isRunning) void this.#run();
  }

  /** What runs goes on with the camera that is chosen now. */
  reopenCamera(): void {
    if (this.#applied.source !== 'camera') return;
    delete this.#applied.source;
    if (!this.#isRunning) void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    this.#dropTrack();
    this.#peer?.connection.close();
    this.#put({ remote: undefined });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let step = this.#nextStep(); step; step = this.#nextStep()) {
      try {
        await step();
      } catch (error) {
        const revision = this.#applied.revision ?? this.#task?.revision ?? 0;
        if (!this.#isClosed) this.#ports.failed(this.#callId, revision, pictureFailureOf(error));
      }
    }
    this.#isRunning = false;
  }

  #nextStep(): (() => Promise<void>) | undefined {
    const task = this.#task;
    if (!task || this.#isClosed) return undefined;
    if (task.revision !== this.#applied.revision) return () => this.#connect(task);
    if (task.source !== this.#applied.source) return () => this.#show(task.source);
    const encoding = `${task.isSending} ${task.lines}`;
    if (encoding === this.#applied.encoding) return undefined;
    this.#applied.encoding = encoding;
    return () => this.#encode(task);
  }

  async #connect(task: PictureTask): Promise<void> {
    const { source } = this.#applied;
    this.#applied = { revision: task.revision, source };
    const connection = this.#connectionFor(task);
    await connection.setRemoteDescription({ type: 'offer', sdp: task.offerSdp });
    const [transceiver] = connection.getTransceivers();
    if (transceiver) transceiver.direction = 'sendrecv';
    if (this.#track) await transceiver?.sender.replaceTrack(this.#track);
    const answer = await connection.createAnswer();
    await connection.setLocalDescription(answer);
    if (!this.#isClosed) this.#ports.answered(this.#callId, task.revision, answer.sdp ?? '');
  }

  /** The running connection, or a new one when the offer is of another ICE generation. */
  #connectionFor(task: PictureTask): RTCPeerConnection {
    const ufrag = /^a=ice-ufrag:(.*)$/m.exec(task.offerSdp)?.[1]?.trim() ?? '';
    if (this.#peer?.ufrag === ufrag) return this.#peer.connection;
    this.#peer?.connection.close();
    const connection = this.#ports.createConnection();
    this.#peer = { connection, ufrag };
    connection.addEventListener('track', ({ track }) => this.#put({ remote: new MediaStream([track]) }));
    return connection;
  }

  async #show(source: PictureTask['source']): Promise<void> {
    this.#applied.source = source;
    delete this.#applied.encoding;
    this.#dropTrack();
    const sender = this.#peer?.connection.getTransceivers()[0]?.sender;
    if (source === undefined) {
      await sender?.replaceTrack(null);
      return;
    }
    const track = source === 'camera' ? await this.#ports.openCamera() : this.#ports.board.takeScreen();
    // A window that was reloaded has no screen any more: it must be chosen by a click.
    if (!track) return this.#ports.stopped(this.#callId);
    if (this.#isClosed || this.#task?.source !== source) return track.stop();
    track.contentHint = source === 'camera' ? 'motion' : 'detail';
    track.addEventListener('ended', () => {
      if (this.#track === track && !this.#isClosed) this.#ports.stopped(this.#callId);
    });
    this.#track = track;
    await sender?.replaceTrack(track);
    this.#put({ own: new MediaStream([track]) });
  }

  /** Slides keep their size: what is written there must be read. */
  async #encode(task: PictureTask): Promise<void> {
    const sender = this.#peer?.connection.getTransceivers()[0]?.sender;
    const parameters = sender?.getParameters();
    const [encoding] = parameters?.encodings ?? [];
    if (!sender || !parameters || !encoding) return;
    const height = this.#track?.getSettings().height;
    const isScaled = task.source === 'camera' && task.lines !== undefined && height !== undefined;
    encoding.active = task.isSending;
    encoding.scaleResolutionDownBy = isScaled ? Math.max(1, height / (task.lines ?? height)) : 1;
    await sender.setParameters(parameters);
  }

  #dropTrack(): void {
    if (!this.#track) return;
    this.#track.stop();
    this.#track = undefined;
    this.#put({ own: undefined });
  }

  #put(change: Pick<Pictures, 'remote' | 'own'>): void {
    const isCamera = this.#ports.stream === 'video';
    const ofSlides = {
      ...('remote' in change && { slides: change.remote }),
      ...('own' in change && { ownSlides: change.own }),
    };
    this.#ports.board.set(this.#callId, isCamera ? change : ofSlides);
  }
}
