/** Where somebody wants to be sent audio. */
export interface MediaPlace {
  readonly address: string;
  readonly port: number;
}

/** Reads where a description wants its audio, and gives the description with another place instead; undefined if it has no audio. */
export function moveAudio(
  sdp: string,
  to: MediaPlace,
): { readonly was: MediaPlace; readonly sdp: string } | undefined {
  const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1] ?? 0);
  const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
  if (port === 0 || address === undefined) return undefined;
  const moved = sdp
    .replace(/^m=audio \d+/m, `m=audio ${to.port}`)
    .replace(/^c=IN IP4 \S+/gm, `c=IN IP4 ${to.address}`)
    .replace(/^a=rtcp:.*\r\n/gm, '');
  return { was: { address, port }, sdp: moved };
}
