/**
 * Runs something in one page of the app only: a second tab of the same address waits until the first is gone, and then
 * takes over. Where the browser has no locks there is just our one window. Returns the function that ends it.
 */
export function whileSolePage(name: string, run: () => () => void): () => void {
  if (!('locks' in navigator)) return run();
  const controller = new AbortController();
  const { signal } = controller;
  void navigator.locks
    .request(name, { signal }, () => {
      const stop = run();
      return new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => {
          stop();
          resolve();
        }),
      );
    })
    // Aborted while it waited its turn.
    .catch(() => undefined);
  return () => controller.abort();
}
