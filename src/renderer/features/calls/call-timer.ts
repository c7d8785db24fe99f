const two = (value: number) => String(value).padStart(2, '0');

/** How long a call has lasted, as a clock: `3:07`, `1:02:03`. Takes milliseconds; a clock that was set back gives 0:00. */
export function timerText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Milliseconds until the timer shows another second. */
export function untilNextSecond(elapsedMs: number): number {
  return 1000 - (Math.max(0, elapsedMs) % 1000);
}
