/**
 * What the window may do (Q1, DESIGN 6): own scripts only, no inline code, no eval; styles by nonce (Fluent writes
 * style elements); connections to the own origin only (and, where the carrier
 * is a WebSocket, to `socketOrigin`); frames of its own origin only, no forms, no plug-ins.
 */
export function contentPolicy(styleNonce: string, socketOrigin?: string): string {
  return [
    "default-src 'none'",
    // The doors to the organisation's tabs, which have a policy of their own.
    "frame-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src 'self'${socketOrigin === undefined ? '' : ` ${socketOrigin}`}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Headers of every answer to the window. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Permissions-Policy': 'microphone=(self), camera=(self), geolocation=(), usb=(), payment=()',
};
