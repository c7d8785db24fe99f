import * as z from 'zod/mini';

/** Which page makes and takes the sound of calls: never two at once. */
export const soundPlaceSchema = z.object({
  /** `media-page`: the one that is shown nowhere and outlives windows; `window`: where there is none. */
  page: z.enum(['media-page', 'window']),
});
export type SoundPlace = z.infer<typeof soundPlaceSchema>;
