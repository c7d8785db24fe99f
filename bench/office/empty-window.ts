import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, openBrowserWindow } from '../../src/main/hosts/node/browser.ts';
import { watchProcessTree } from '../measure/process-tree.ts';
import { type BenchRun, NotHere } from '../part.ts';

export interface EmptyWindow {
  /** From starting the browser to the first painted frame. */
  readonly paintedMs: number;
  readonly cpuSeconds: number;
  /** Bytes, PSS. */
  readonly memory: number;
}

const PAGE = `<!doctype html><title>empty</title><p>empty</p><script>
requestAnimationFrame(() => requestAnimationFrame(() => fetch('/painted', { method: 'POST' })));
</script>`;
const QUIET_MS = 1_000;

/** The floor of any window: the app's own browser with the app's own flags, on a page with one word. */
export async function measureEmptyWindow(bench: BenchRun): Promise<EmptyWindow> {
  const browser = findBrowser();
  if (!browser) throw new NotHere('no Chromium, Chrome or Edge installed');
  let painted: () => void = () => undefined;
  const whenPainted = new Promise<void>((resolve) => (painted = resolve));
  const server = createServer((request, response) => {
    if (request.url === '/painted') painted();
    response.setHeader('content-type', 'text/html');
    response.end(request.url === '/painted' ? '' : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const startedAt = performance.now();
  const window = openBrowserWindow(browser, `http://127.0.0.1:${port}/`, {
    folder: mkdtempSync(join(bench.folder, 'window-')),
    isHeadless: true,
    flags: [],
  });
  bench.defer(() => window.close());
  try {
    await whenPainted;
    const paintedMs = performance.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const tree = watchProcessTree(window.process.pid ?? 0);
    return { paintedMs, cpuSeconds: tree.cpuSeconds(), memory: tree.memory() };
  } finally {
    await window.close();
    server.close();
  }
}
