import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { child, escapeXml, find, isNamed, parseXml, type XmlElement } from '../link/xml-document.ts';

const SOAP = 'http://www.w3.org/2003/05/soap-envelope';
const EPAS = 'urn:cisco:epas:soap';
const PATH = '/EPASSoap/service/v80';

export type SoapOperation = 'login' | 'get_all_config' | 'get_onetime_password' | 'logout';

/** What a SOAP node answered. */
export type SoapAnswer =
  | { readonly kind: 'response'; readonly body: XmlElement }
  /** SOAP 1.2 section 5.4; `text` is for Details only, it names nothing of ours. */
  | { readonly kind: 'fault'; readonly text: string }
  /** There is no such service at this node. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused' };

/** One operation of the sign-in service (cisco-uc 8.1). `node` is `host:port`, `content` is ready XML with the prefix `e`. */
export async function callSoap(
  http: HttpClient,
  request: {
    readonly node: string;
    readonly operation: SoapOperation;
    readonly content: string;
    readonly sessionKey?: string;
  },
  call: RequestCall,
): Promise<Result<SoapAnswer>> {
  const { node, operation, content, sessionKey } = request;
  const header = sessionKey === undefined ? '' : `<e:session-key>${escapeXml(sessionKey)}</e:session-key>`;
  const action = `${EPAS}/EpasSoapServiceInterface/${operation}`;
  const answer = await http.request({
    url: `https://${node}${PATH}`,
    method: 'POST',
    headers: {
      'content-type': `application/soap+xml; charset=utf-8; action="${action}"`,
      accept: 'application/soap+xml',
    },
    body: `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP}" xmlns:e="${EPAS}"><s:Header>${header}</s:Header><s:Body>${content}</s:Body></s:Envelope>`,
    ...call,
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status === 401) return ok({ kind: 'refused' });
  if (status === 404) return ok({ kind: 'absent' });
  const parsed = parseXml(body);
  const host = URL.parse(`https://${node}`)?.hostname ?? node;
  // Faults come with 500 (standards 6): the document is looked at whatever the status.
  if (!parsed.ok)
    return status === 200
      ? fail('http.bad-content', { host }, parsed.error.detail)
      : fail('http.status', { host, status }, `HTTP ${status}`);
  const content0 = child(parsed.value, 'Body')?.children[0];
  if (!isNamed(parsed.value, 'Envelope') || !content0) return fail('http.bad-content', { host }, 'not SOAP');
  if (!isNamed(content0, 'Fault')) return ok({ kind: 'response', body: content0 });
  return ok({ kind: 'fault', text: (find(content0, 'Text')?.text ?? '').slice(0, 200) });
}
