/** An INFO body as CUCM, Asterisk and gateways take it (`application/dtmf-relay`; no RFC). `digit`: 0-9 * # A-D. */
export function dtmfRelay(
  digit: string,
  durationMs: number,
): { contentDisposition: string; contentType: string; content: string } | undefined {
  if (!/^[0-9*#A-D]$/.test(digit)) return undefined;
  const duration = Math.min(6_000, Math.max(40, Math.round(durationMs)));
  return {
    contentDisposition: 'render',
    contentType: 'application/dtmf-relay',
    content: `Signal=${digit}\r\nDuration=${duration}\r\n`,
  };
}
