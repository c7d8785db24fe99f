import { isWorthAnother } from '../../../shared/errors/is-worth-another.ts';
import { fail, type Failure, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { DeskPhones, PhoneLine } from '../../ports/desk-phone.port.ts';
import type { PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { parseXml } from '../link/xml-document.ts';
import { readSoapAnswer, type SoapAnswer, type SoapForm, soapForms, soapRequest } from './soap-forms.ts';

const MAX_SERVERS = 3;
const MAX_BYTES = 512 * 1024;
/** Codes of cisco-uc 14.2 that have an error of their own. */
const WRONG_CREDENTIAL = 2;

interface Place {
  readonly base: string;
  readonly form: SoapForm;
}

type Arguments = Parameters<typeof soapRequest>[2];

/** WebDialer of the person's cluster. Where it is and which form it has is found out once, by listing the phones. */
export function createWebDialer(ports: { readonly http: HttpClient; readonly trace: Trace }): DeskPhones {
  const known = new WeakMap<PhoneSettingsAccount, Place>();

  const ask = async (
    place: Place,
    operation: string,
    values: Arguments,
    signal: AbortSignal,
  ): Promise<Result<SoapAnswer> | 'elsewhere'> => {
    const url = `${place.base}/services/${place.form.path}`;
    const span = ports.trace.start('web-dialer', { operation });
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"urn:${operation}"` };
    const body = soapRequest(place.form, operation, values);
    const answer = await ports.http.request({
      ...{ method: 'POST', url, headers, body, maxBytes: MAX_BYTES, span, signal },
    });
    const read = answer.ok ? readAnswer(answer.value, url) : answer;
    span.end(read !== 'elsewhere' && read.ok ? 'ok' : 'failed');
    return read;
  };

  const locate = async (
    account: PhoneSettingsAccount,
    signal: AbortSignal,
  ): Promise<Result<{ readonly place: Place; readonly answer: SoapAnswer }>> => {
    let last: Failure = failure('desk-phone.none');
    for (const base of account.servers.slice(0, MAX_SERVERS).map(baseOf)) {
      for (const form of soapForms) {
        const answer = await ask({ base, form }, 'getProfileDetailSoap', [credential(account)], signal);
        if (answer === 'elsewhere') continue;
        if (answer.ok) {
          const place = { base, form };
          known.set(account, place);
          return ok({ place, answer: answer.value });
        }
        last = answer.error;
        if (!isWorthAnother(last)) return answer;
        break;
      }
    }
    return { ok: false, error: last };
  };

  /** Said to one server, once: a call that was perhaps made is not made again. */
  const tell = async (
    account: PhoneSettingsAccount,
    operation: string,
    values: Arguments,
    signal: AbortSignal,
  ): Promise<Result<void>> => {
    let place = known.get(account);
    if (!place) {
      const located = await locate(account, signal);
      if (!located.ok) return located;
      place = located.value.place;
    }
    const answer = await ask(place, operation, [credential(account), ...values], signal);
    if (answer !== 'elsewhere') return answer.ok ? ok() : answer;
    known.delete(account);
    return fail('desk-phone.none');
  };

  return {
    async list(account, signal) {
      const located = await locate(account, signal);
      return located.ok ? ok(located.value.answer.devices) : located;
    },
    dial: (account, phone, number, signal) =>
      tell(account, 'makeCallSoap', [number, profile(account, phone)], signal),
    end: (account, phone, signal) => tell(account, 'endCallSoap', [profile(account, phone)], signal),
  };
}

/** The same nodes as UDS, the same port (cisco-uc 14.2). */
const baseOf = (uds: string): string => uds.replace(/\/cucm-uds\/?$/, '/webdialer');

const credential = ({ username, password }: PhoneSettingsAccount) => ({ userID: username, password });

const profile = ({ username }: PhoneSettingsAccount, { device, line }: PhoneLine) => ({
  user: username,
  deviceName: device,
  lineNumber: line,
});

function readAnswer(
  { status, body }: { readonly status: number; readonly body: Uint8Array },
  url: string,
): Result<SoapAnswer> | 'elsewhere' {
  if ([404, 405, 410].includes(status)) return 'elsewhere';
  const host = URL.parse(url)?.hostname ?? '';
  if (status === 401 || status === 403) return fail('auth.wrong-password', { host });
  if (status !== 200) return fail('http.status', { host, status }, `HTTP ${status}`);
  const parsed = parseXml(body);
  if (!parsed.ok) return parsed;
  const answer = readSoapAnswer(parsed.value);
  if (!answer) return fail('http.bad-content', { host }, 'not an answer of WebDialer');
  if (answer.code === WRONG_CREDENTIAL) return fail('auth.wrong-password', { host });
  return answer.code === 0
    ? ok(answer)
    : fail('desk-phone.refused', undefined, `WebDialer code ${answer.code}`);
}
