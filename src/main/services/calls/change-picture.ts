import type { PictureSource } from '../../../shared/domain/call.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { SipCall } from '../../ports/sip.port.ts';
import type { CallPicture } from './call-picture.ts';

export interface PicturePorts {
  readonly picture: Pick<CallPicture, 'source' | 'setSource' | 'isAgreed'>;
  readonly sip: Pick<SipCall, 'renegotiate'> | undefined;
  /** Whether the call can show this now. */
  readonly can: (source: PictureSource) => boolean;
}

/** Shows our camera or screen, or neither. Another source of a picture that runs is no news for the other side. */
export async function changePicture(
  { picture, sip, can }: PicturePorts,
  source: PictureSource | undefined,
): Promise<Result<void>> {
  const before = picture.source;
  if (before === source) return ok();
  if (!sip || (source !== undefined && !can(source))) return fail('call.not-possible-now');
  const set = await picture.setSource(source);
  if (!set.ok || (before !== undefined && source !== undefined)) return set;
  const told = await sip.renegotiate();
  const isTaken = told.ok && (source === undefined || picture.isAgreed);
  if (isTaken || source === undefined) return told;
  await picture.setSource(undefined);
  return told.ok ? fail('call.no-video') : told;
}
