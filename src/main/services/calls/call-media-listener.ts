import type { Call } from '../../../shared/domain/call.ts';
import type { Failure } from '../../../shared/errors/result.ts';

/** What a call hears of its media. */
export interface CallMediaListener {
  onNegotiated(codec: string, security: Call['security']): void;
  /** The window's answer stands, or came back after a loss. */
  onWindowReady(): void;
  /** The window can't do it. */
  onWindowFailed(error: Failure): void;
  /** Nothing is heard or sent until `onWindowReady`. */
  onWindowLost(): void;
  /** Descriptions made before are void: the far end must be told the new ones. */
  onSessionReplaced(): void;
  /** What is shown of its pictures. */
  onVideo(video: Call['video']): void;
  onSlides(slides: Call['slides']): void;
  /** Our picture went off by itself. */
  onPictureStopped(): void;
  /** The far end is no browser. `isAnswered`: it answered all the same, and must be offered anew. */
  onGatewayWanted(isAnswered: boolean): void;
}
