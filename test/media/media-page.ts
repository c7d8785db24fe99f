import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import { encodeTone } from '../../lab/real/wav.ts';
import type { MediaStats, MediaTask } from '../../src/shared/domain/call.ts';
import type { MediaPageApi } from './page.ts';

export interface MediaAnswer {
  readonly callId: string;
  readonly revision: number;
  readonly sdp: string;
}

export interface MediaPage {
  reconcile(tasks: readonly MediaTask[]): Promise<void>;
  /** Resolves with the next answer of this call and revision (or one that came already); rejects when it failed. */
  answer(callId: string, revision: number): Promise<MediaAnswer>;
  stats(callId: string): Promise<MediaStats | undefined>;
  samples(): ReturnType<MediaPageApi['samples']>;
  talkToItself(calls: number): Promise<void>;
  loudest(): Promise<{ readonly frequency: number; readonly level: number } | undefined>;
  /** The page goes and comes again, as after a crash. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** The microphone's tone. */
export const microphoneHz = 1_000;

type PageWindow = { readonly media: MediaPageApi };

/** A Chromium (the file at that path) with a page that runs the product's media code; its microphone plays a steady tone. */
export async function openMediaPage(executablePath: string): Promise<MediaPage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parlance-media-'));
  const microphone = path.join(folder, 'microphone.wav');
  await writeFile(microphone, encodeTone(microphoneHz, { seconds: 10, sampleRate: 48_000, level: 0.3 }));
  const script = await bundle();
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>media</title><body></body>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--allow-loopback-in-peer-connection',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone}`,
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const page = await browser.newPage();
  const answers: (
    | MediaAnswer
    | { readonly callId: string; readonly revision: number; readonly code: string }
  )[] = [];
  await page.exposeFunction('answered', (callId: string, revision: number, sdp: string) =>
    answers.push({ callId, revision, sdp }),
  );
  await page.exposeFunction('failed', (callId: string, revision: number, code: string) =>
    answers.push({ callId, revision, code }),
  );
  const load = async (): Promise<void> => {
    answers.length = 0;
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: script });
  };
  await load();
  return {
    reconcile: (tasks) =>
      page.evaluate((all) => (globalThis as unknown as PageWindow).media.reconcile(all), tasks),
    async answer(callId, revision) {
      for (;;) {
        const found = answers.find((answer) => answer.callId === callId && answer.revision === revision);
        if (found && 'sdp' in found) return found;
        if (found) throw new Error(found.code);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    stats: (callId) =>
      page.evaluate(
        (id) => (globalThis as unknown as PageWindow).media.stats(id as MediaTask['callId']),
        callId,
      ),
    samples: () => page.evaluate(() => (globalThis as unknown as PageWindow).media.samples()),
    talkToItself: (calls) =>
      page.evaluate((count) => (globalThis as unknown as PageWindow).media.talkToItself(count), calls),
    loudest: () => page.evaluate(() => (globalThis as unknown as PageWindow).media.loudest()),
    reload: load,
    async close() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function bundle(): Promise<string> {
  const entry = path.join(import.meta.dirname, 'page.ts');
  const lib = { entry, formats: ['iife' as const], name: 'parlanceMediaTest' };
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, minify: false, lib },
  });
  const [output] = [result].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('nothing was built');
  return chunk.code;
}
