import type { Failure } from './result.ts';

/** Whether another server may answer better: this one is down or confused. A refusal or a cancellation would be the same there. */
export function isWorthAnother({ code, params }: Failure): boolean {
  const status = Number(params?.['status'] ?? 0);
  return (
    code.startsWith('net.') ||
    code === 'http.bad-content' ||
    code === 'http.too-large' ||
    (code === 'http.status' && status >= 500)
  );
}
