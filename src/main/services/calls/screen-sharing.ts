import type { PictureSource } from '../../../shared/domain/call.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { SipCall } from '../../ports/sip.port.ts';
import type { CallMedia } from './call-media.ts';

export interface SharingPorts {
  readonly media: Pick<CallMedia, 'slides' | 'picture'>;
  readonly sip: () => Pick<SipCall, 'renegotiate'> | undefined;
  readonly canShare: () => boolean;
  /** The camera's stream, where slides have none of their own. */
  readonly setPicture: (source: PictureSource | undefined) => Promise<Result<void>>;
  /** One verb of a call after the other. */
  readonly inTurn: (work: () => Promise<Result<void>>) => Promise<Result<void>>;
}

type Offered = 'agreed' | 'one picture only';

/** Offers slides beside the camera and asks for the floor; a far end that takes one picture only gets them in its place. */
export async function startSharing(ports: SharingPorts): Promise<Result<void>> {
  const { slides, picture } = ports.media;
  if (slides.source !== undefined || picture.source === 'screen') return ok();
  let offered: Offered = 'one picture only';
  const told = await ports.inTurn(async () => {
    const answer = await offerSlides(ports);
    if (!answer.ok) return answer;
    offered = answer.value;
    return ok();
  });
  if (!told.ok) return told;
  if (isOnePictureOnly(offered)) return ports.setPicture('screen');
  // Not in turn: the other side may think about it, and hold or hang up must not wait for that.
  const taken = await slides.takeFloor();
  if (taken.ok || slides.source === undefined) return ok();
  await slides.setSource(undefined);
  return taken;
}

export function stopSharing(ports: SharingPorts): Promise<Result<void>> {
  const { slides, picture } = ports.media;
  if (slides.source === undefined)
    // A camera that made way for the screen comes back.
    return picture.source === 'screen' ? ports.setPicture(picture.replaced) : Promise.resolve(ok());
  return ports.inTurn(async () => {
    const set = await slides.setSource(undefined);
    // Without floor control only the description says that nothing comes any more.
    if (!set.ok || slides.hasFloor || !slides.isAgreed) return set;
    return (await ports.sip()?.renegotiate()) ?? ok();
  });
}

async function offerSlides({ media, sip, canShare }: SharingPorts): Promise<Result<Offered>> {
  const { slides } = media;
  const call = sip();
  if (!call || !canShare()) return fail('call.not-possible-now');
  const set = await slides.setSource('screen');
  if (!set.ok) return ok('one picture only');
  const told = slides.hasFloor ? ok() : await call.renegotiate();
  if (told.ok && slides.isAgreed) return ok('agreed');
  await slides.setSource(undefined);
  return told.ok ? ok('one picture only') : told;
}

/** Apart, because the compiler doesn't follow what is set within a callback. */
function isOnePictureOnly(offered: Offered): boolean {
  return offered === 'one picture only';
}
