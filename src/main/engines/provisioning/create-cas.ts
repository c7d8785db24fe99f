import { ok } from '../../../shared/errors/result.ts';
import type { Cas } from '../../ports/cas.port.ts';
import { expectStatus, type HttpClient } from '../link/http-client.ts';
import { parseXml, textOf } from '../link/xml-document.ts';

/** A public look-up is not worth waiting longer for. */
const TIMEOUT_MS = 5_000;

/** The federation look-up (cisco-uc 10): only a clear single-sign-on record counts as a yes. */
export function createCas(http: HttpClient): Cas {
  return {
    async isOrganisation(host, domain, call) {
      const url = `https://${host}/cas/FederatedSSO?org=${encodeURIComponent(domain)}`;
      const answer = expectStatus(
        await http.request({ url, timeoutMs: TIMEOUT_MS, maxBytes: 100_000, ...call }),
        url,
        200,
      );
      if (!answer.ok) return answer;
      const document = parseXml(answer.value.body);
      if (!document.ok) return ok(false);
      const isOn = /^(true|1|yes)$/i.test(textOf(document.value, 'SSOEnabled') ?? '');
      const hasPage =
        textOf(document.value, 'loginURL') !== undefined || textOf(document.value, 'spURL') !== undefined;
      // 7: an organisation without single sign-on; 1: not one at all.
      return ok(textOf(document.value, 'errorcode') === '7' || isOn || hasPage);
    },
  };
}
