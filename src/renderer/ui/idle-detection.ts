/** Chromium's Idle Detection (WICG): absence from the whole computer, once the person has allowed it. */
interface Detector extends EventTarget {
  readonly userState: 'active' | 'idle' | null;
  readonly screenState: 'locked' | 'unlocked' | null;
  start(options: { threshold: number; signal: AbortSignal }): Promise<void>;
}
interface DetectorType {
  new (): Detector;
  requestPermission(): Promise<'granted' | 'denied'>;
}

/** The shortest that Chromium allows. */
const THRESHOLD_MS = 60_000;
const REPEAT_MS = 15_000;

const granted = new Set<() => void>();

function detectorType(): DetectorType | undefined {
  return (globalThis as { IdleDetector?: DetectorType }).IdleDetector;
}

/** Whether the browser can say; `unknown` where it has no such thing. */
export async function idlePermission(): Promise<'granted' | 'denied' | 'prompt' | 'unknown'> {
  if (!detectorType()) return 'unknown';
  const status = await navigator.permissions
    .query({ name: 'idle-detection' as PermissionName })
    .catch(() => undefined);
  return status?.state ?? 'unknown';
}

/** Asks the person, from a click of theirs. */
export async function askIdlePermission(): Promise<boolean> {
  const answer = await detectorType()
    ?.requestPermission()
    .catch(() => 'denied' as const);
  if (answer !== 'granted') return false;
  for (const start of granted) start();
  return true;
}

/** Calls `report` while somebody is absent and at the return; silent until the person has allowed it. */
export function watchSystemIdle(
  report: (seen: { readonly idleMs: number; readonly isLocked: boolean }) => void,
): () => void {
  const stop = new AbortController();
  const start = () => void run(report, stop.signal).catch(() => undefined);
  granted.add(start);
  void idlePermission().then((state) => state === 'granted' && !stop.signal.aborted && start());
  return () => {
    granted.delete(start);
    stop.abort();
  };
}

async function run(
  report: (seen: { readonly idleMs: number; readonly isLocked: boolean }) => void,
  signal: AbortSignal,
): Promise<void> {
  const Type = detectorType();
  if (!Type || signal.aborted) return;
  const detector = new Type();
  let since: number | undefined;
  const tell = () => {
    const isLocked = detector.screenState === 'locked';
    const isIdle = detector.userState === 'idle';
    since = isIdle ? (since ?? Date.now() - THRESHOLD_MS) : undefined;
    report({ idleMs: since === undefined ? 0 : Date.now() - since, isLocked });
  };
  detector.addEventListener('change', tell);
  await detector.start({ threshold: THRESHOLD_MS, signal });
  tell();
  const timer = setInterval(() => since !== undefined && tell(), REPEAT_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
