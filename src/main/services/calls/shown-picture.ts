import type { Call } from '../../../shared/domain/call.ts';
import type { PictureShown } from './call-picture.ts';

/** What is shown of the camera's stream; `undefined`: no picture. */
export function shownVideo(shown: PictureShown): Call['video'] {
  const { isAgreed, isSending, isReceiving, source, error } = shown;
  if (!isAgreed && source === undefined && !error) return undefined;
  return { isSending, isReceiving, ...(source !== undefined && { source }), ...(error && { error }) };
}

/** What is shown of slides; a stream that is agreed on and empty is nothing to see. */
export function shownSlides(shown: PictureShown): Call['slides'] {
  const { isSending, isReceiving, source, error } = shown;
  const isWanted = source !== undefined;
  if (!isWanted && !isReceiving && !error) return undefined;
  return { isSending, isReceiving, isWanted, ...(error && { error }) };
}
