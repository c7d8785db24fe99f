import { ok, type Result } from '../../../shared/errors/result.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import { expectStatus, type HttpClient } from '../link/http-client.ts';

/** "No such page" and the server's own failures; a refusal or a wrong method proves that the service is there. */
const ABSENT = [404, 410, 500, 502, 503, 504];

/**
 * Asks for a page of a service that answers only to those who sign in; with `mayBeMissing` a 404 shows the server as well.
 * Failures: http.status and the connection's.
 */
export async function greetPage(
  http: HttpClient,
  { url, mayBeMissing }: { readonly url: string; readonly mayBeMissing?: true },
  call: RequestCall,
): Promise<Result<{ readonly status: number }>> {
  const answer = await http.request({ url, maxBytes: 1_000_000, ...call });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  const judged =
    ABSENT.includes(status) && !(mayBeMissing && status === 404) ? expectStatus(answer, url) : answer;
  return judged.ok ? ok({ status }) : judged;
}
