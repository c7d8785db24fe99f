import { fail, type Failure, failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { NamedFile, UploadSlot } from '../../../ports/file-traffic.port.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import type { DiscoInfo } from './caps.ts';

/** The headers that a client may be told to send with the file (XEP-0363 section 5.2); any other is left out. */
const ALLOWED_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'expires']);
const LONGEST_HEADER = 8192;

/** The size limit of an upload service (section 4). Undefined: it isn't one. */
export function readUploadService(info: DiscoInfo): { readonly maxBytes?: number } | undefined {
  if (!info.features.includes(NS.upload)) return undefined;
  const form = info.forms.find((each) => each['FORM_TYPE']?.[0] === NS.upload);
  const maxBytes = Number(form?.['max-file-size']?.[0] ?? Number.NaN);
  return Number.isSafeInteger(maxBytes) && maxBytes > 0 ? { maxBytes } : {};
}

/** Asks for a slot, with the exact size. No content type: servers then keep whatever it is (section 5.1). */
export function slotRequest({ name, size }: NamedFile): Element {
  return xml('request', { xmlns: NS.upload, filename: name, size: String(size) });
}

/** Only https is a place for a file (section 10.3); CR and LF in headers are what makes them dangerous (section 5.2). */
export function readSlot(answer: Element): Result<UploadSlot> {
  const slot = answer.getChild('slot', NS.upload);
  const put = slot?.getChild('put');
  const putUrl = secureUrl(put?.attrs['url']);
  const getUrl = secureUrl(slot?.getChild('get')?.attrs['url']);
  if (!put || putUrl === undefined || getUrl === undefined) return fail('files.refused', {}, 'no https slot');
  const headers: Record<string, string> = {};
  for (const header of put.getChildren('header')) {
    const name = header.attrs['name'] ?? '';
    const value = header
      .getText()
      .replace(/[\r\n]/g, '')
      .trim();
    if (ALLOWED_HEADERS.has(name.toLowerCase()) && value.length <= LONGEST_HEADER) headers[name] = value;
  }
  return ok({ putUrl, getUrl, headers });
}

/** Why there is no slot (section 7): a refusal's condition stands in the failure's details. */
export function slotFailure(refusal: Failure): Failure {
  switch (refusal.detail) {
    case 'not-acceptable':
      return failure('files.too-large', {}, refusal.detail);
    case 'resource-constraint':
      return failure('files.busy', {}, refusal.detail);
    case 'not-allowed':
    case 'forbidden':
      return failure('files.refused', {}, refusal.detail);
    default:
      return refusal;
  }
}

function secureUrl(text: string | undefined): string | undefined {
  const url = text === undefined || text.length > 4096 ? null : URL.parse(text);
  return url?.protocol === 'https:' ? url.href : undefined;
}
