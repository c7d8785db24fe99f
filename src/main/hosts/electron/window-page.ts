import { join } from 'node:path';
import { Readable } from 'node:stream';
import { commonHeaders } from '../../app/window/content-policy.ts';
import { answerFiles, type DoorAnswer } from '../../app/window/file-door.ts';
import { pictureType, readRendererFile } from '../../app/window/renderer-files.ts';
import type { AppFace } from '../../ports/host.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { ElectronApi } from './electron-api.ts';

/** The window's page has an origin of its own; nothing is loaded from the network or from `file:`. */
export const PAGE_SCHEME = 'parlance-app';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://window`;

/** Must run before the app is ready. */
export function registerPageScheme(electron: Pick<ElectronApi, 'protocol'>): void {
  electron.protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the built renderer and pictures to our own page. */
export function servePage(
  electron: Pick<ElectronApi, 'protocol'>,
  rendererFolder: string,
  random: Random,
  face: () => AppFace | undefined,
): void {
  electron.protocol.handle(PAGE_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'window') return new Response(null, { status: 403 });
    if (url.pathname.startsWith('/blob/')) {
      const path = decodeURIComponent(url.pathname.slice('/blob/'.length));
      const app = face();
      const { method, body } = request;
      const answer =
        app &&
        (await answerFiles(app, { method, path, at: url.searchParams.get('at'), body: body ?? undefined }));
      if (answer) return responseOf(answer);
      if (method !== 'GET') return new Response(null, { status: 403 });
      const blob = await app?.blob(path);
      if (!blob) return new Response(null, { status: 404 });
      return new Response(blob.bytes as Uint8Array<ArrayBuffer>, {
        headers: { ...commonHeaders, 'Content-Type': pictureType(blob.type) },
      });
    }
    if (request.method !== 'GET') return new Response(null, { status: 403 });
    const file = await readRendererFile(rendererFolder, url.pathname, random);
    if (!file) return new Response(null, { status: 404 });
    return new Response(file.content as Uint8Array<ArrayBuffer> | string, {
      headers: { ...commonHeaders, ...file.headers },
    });
  });
}

function responseOf({ status, headers, body }: DoorAnswer): Response {
  const stream = body && (Readable.toWeb(Readable.from(body)) as ReadableStream<Uint8Array<ArrayBuffer>>);
  return new Response(stream ?? null, { status, headers });
}

/** `out/renderer` beside `out/main`. */
export const rendererFolder = (mainFolder: string) => join(mainFolder, '..', 'renderer');
