import { ok } from '../../../shared/errors/result.ts';
import type { Pictures } from '../../ports/pictures.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import { expectStatus, type HttpClient } from './http-client.ts';
import { readPicture } from './read-picture.ts';

const MAX_BYTES = 2_000_000;
const TIMEOUT_MS = 10_000;

/** Pictures over HTTP; from outside they come by the edge like everything that lives inside (T6). */
export function createPictures(http: HttpClient, trace: Trace): Pictures {
  return {
    async fetch(address, signal) {
      const url = URL.parse(address);
      if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return ok(undefined);
      const span = trace.start('photo', { host: url.host });
      const asked = { url: url.href, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, span, signal };
      const answer = await http.request(asked);
      span.end(answer.ok ? 'ok' : 'failed');
      // Nobody has a photo of everybody.
      if (answer.ok && [403, 404, 410].includes(answer.value.status)) return ok(undefined);
      const accepted = expectStatus(answer, url.href, 200);
      if (!accepted.ok) return accepted;
      return ok(readPicture(accepted.value.body));
    },
  };
}
