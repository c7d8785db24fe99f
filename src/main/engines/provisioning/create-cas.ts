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
    async isTeamMessaging(address, person, call) {
      const url = URL.parse(address);
      if (url?.protocol !== 'https:') return ok(false);
      url.searchParams.set('email', person);
      const { href } = url;
      const answer = expectStatus(
        await http.request({ url: href, timeoutMs: TIMEOUT_MS, maxBytes: 100_000, ...call }),
        href,
        200,
      );
      return answer.ok ? ok(saysTeamMessaging(new TextDecoder().decode(answer.value.body))) : answer;
    },
  };
}

/**
 * The answer's form is not known (cisco-uc 10, "not found"): JSON whose member `teamMessaging` is true is a yes, at any depth
 * that people nest such things; everything else is a no.
 */
function saysTeamMessaging(body: string): boolean {
  const isYes = (value: unknown, depth: number): boolean =>
    typeof value === 'object' &&
    value !== null &&
    depth < 4 &&
    Object.entries(value).some(
      ([name, inner]) =>
        (name.toLowerCase() === 'teammessaging' && inner === true) || isYes(inner, depth + 1),
    );
  try {
    return isYes(JSON.parse(body), 0);
  } catch {
    return false;
  }
}
