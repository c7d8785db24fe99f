import { ok, type Result } from '../../../shared/errors/result.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { UdsNode } from '../../ports/uds.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { textOf } from '../link/xml-document.ts';
import { createUdsClient } from './uds-client.ts';

/** Asks a Unified CM for its version, which it tells without a password (cisco-uc 1.3). */
export async function greetUds(
  http: HttpClient,
  node: UdsNode,
  call: RequestCall,
): Promise<Result<{ readonly version: string }>> {
  const answer = await createUdsClient(http).get(node, 'version', call);
  return answer.ok ? ok({ version: textOf(answer.value, 'version') ?? '' }) : answer;
}
