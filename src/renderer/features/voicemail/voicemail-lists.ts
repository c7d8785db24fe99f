import type { Voicemail } from '../../../shared/domain/voicemail.ts';

/** One of the two lists, newest first. */
export function voicemailList(all: Iterable<Voicemail>, isDeleted: boolean): readonly Voicemail[] {
  return [...all]
    .filter((each) => each.isDeleted === isDeleted)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

/** `m:ss`. */
export function soundTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Base64 as bytes that an audio element plays; WAV by whatever name the server calls it. */
export function soundBlob({ type, data }: { readonly type: string; readonly data: string }): Blob {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  return new Blob([bytes], { type: /wav/.test(type) ? 'audio/wav' : type });
}
