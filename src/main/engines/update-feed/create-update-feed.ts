import { fail, ok } from '../../../shared/errors/result.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { UpdateFeed } from '../../ports/updater.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { readFeed } from './read-feed.ts';

const MAX_BYTES = 256 * 1024;
/** What electron-builder calls its list, by platform. */
const LISTS = { windows: 'latest.yml', mac: 'latest-mac.yml', linux: 'latest-linux.yml' } as const;

/** An address that ends in `/` is a folder of electron-builder; any other is the file itself. */
export function createUpdateFeed({
  http,
  trace,
}: {
  readonly http: HttpClient;
  readonly trace: Trace;
}): UpdateFeed {
  return {
    async look(address, platform, signal) {
      const url = URL.parse(address.endsWith('/') ? `${address}${LISTS[platform]}` : address);
      const host = url?.host ?? '';
      if (!url || !/^https?:$/.test(url.protocol)) return fail('update.bad-feed', { host });
      const span = trace.start('update', { host });
      const answer = await http.request({ url: url.href, maxBytes: MAX_BYTES, span, signal });
      span.end(answer.ok ? 'ok' : 'failed');
      if (!answer.ok) return answer;
      if (answer.value.status !== 200) return fail('http.status', { host, status: answer.value.status });
      const read = readFeed(answer.value.body, url.href, platform);
      if (read === undefined) return fail('update.bad-feed', { host });
      return ok(read === 'nothing' ? undefined : read);
    },
  };
}
