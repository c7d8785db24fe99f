import { isWorthAnother } from '../../../shared/errors/is-worth-another.ts';
import { failure, fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type {
  ListedVoicemail,
  OutgoingVoicemail,
  VoicemailAccount,
  VoicemailServer,
} from '../../ports/voicemail.port.ts';
import { expectStatus, type HttpAnswer, type HttpClient, type HttpRequest } from '../link/http-client.ts';
import { withToken } from '../link/with-token.ts';
import { parseXml } from '../link/xml-document.ts';
import { outgoingMessage } from './outgoing-message.ts';
import { readMessages } from './read-messages.ts';
import { watchMailbox } from './watch-mailbox.ts';

export interface VoicemailServerPorts {
  readonly http: HttpClient;
  readonly trace: Trace;
  readonly clock: Clock;
}

const PAGE = 100;
/** A mailbox holds some hundreds at most; what lies, lies further back than anybody scrolls. */
const MOST_PAGES = 20;
/** Ten minutes of linear sound at 8 kHz. */
const LONGEST_SOUND = 10 * 1024 * 1024;
/** A server that is silent for so long gives way to the next one. */
const LIST_TIMEOUT_MS = 5_000;
const SOUND_TIMEOUT_MS = 30_000;
const MOST_SERVERS = 3;

type Ask = Pick<HttpRequest, 'method' | 'body' | 'timeoutMs' | 'maxBytes' | 'headers'>;

export function createVoicemailServer(ports: VoicemailServerPorts): VoicemailServer {
  return new UnityConnection(ports);
}

class UnityConnection implements VoicemailServer {
  private readonly ports: VoicemailServerPorts;
  /** Which of the account's servers answered last: it is asked first, and changes go there. */
  private readonly good = new WeakMap<VoicemailAccount, string>();

  constructor(ports: VoicemailServerPorts) {
    this.ports = ports;
  }

  async list(account: VoicemailAccount, folder: 'inbox' | 'deleted', signal: AbortSignal) {
    let last: Failure = failure('voicemail.unavailable');
    // The first one always has the first word, so that it is gone back to when it is there again.
    for (const server of account.servers.slice(0, MOST_SERVERS)) {
      const read = await this.readFolder(server, account, folder, signal);
      if (read.ok) {
        this.good.set(account, server);
        return ok({ server: hostOf(server), messages: read.value });
      }
      last = read.error;
      if (!isWorthAnother(last)) break;
    }
    return { ok: false, error: last } as const;
  }

  async sound(account: VoicemailAccount, id: string, signal: AbortSignal) {
    const limits = { timeoutMs: SOUND_TIMEOUT_MS, maxBytes: LONGEST_SOUND, headers: { accept: '*/*' } };
    const answer = await this.ask(account, `messages/${idPath(id)}/attachments/0`, limits, signal);
    if (!answer.ok) return isGone(answer.error) ? fail('voicemail.no-sound') : answer;
    const { headers, body } = answer.value;
    const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    return /^audio\/[\w.+-]+$/.test(type) && body.length > 0
      ? ok({ type, bytes: body })
      : fail('voicemail.no-sound', undefined, `content type ${type.slice(0, 40)}`);
  }

  setRead(
    account: VoicemailAccount,
    id: string,
    isRead: boolean,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Message><Read>${isRead}</Read></Message>`;
    return this.change(account, `messages/${idPath(id)}`, { method: 'PUT', body }, signal);
  }

  async remove(account: VoicemailAccount, id: string, signal: AbortSignal): Promise<Result<void>> {
    const removed = await this.change(account, `messages/${idPath(id)}`, { method: 'DELETE' }, signal);
    // Deleted at the phone meanwhile: it is gone, as was wanted.
    return !removed.ok && isGone(removed.error) ? ok() : removed;
  }

  restore(account: VoicemailAccount, id: string, signal: AbortSignal): Promise<Result<void>> {
    return this.change(
      account,
      `messages/${idPath(id)}?method=undelete`,
      { method: 'POST', body: '' },
      signal,
    );
  }

  async send(
    account: VoicemailAccount,
    message: OutgoingVoicemail,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const { type, body } = outgoingMessage(message);
    const path =
      message.forwards === undefined ? 'messages' : `messages?messageid=${idPath(message.forwards)}`;
    const what = {
      ...({ method: 'POST', body, timeoutMs: SOUND_TIMEOUT_MS } as const),
      headers: { 'content-type': type },
    };
    const answer = await this.askAt(this.serverOf(account), account, path, what, signal);
    if (answer.ok) return ok();
    const { code, params } = answer.error;
    const isRefused = code === 'http.status' && String(params?.['status']).startsWith('4');
    return isRefused ? fail('voicemail.not-taken', undefined, `HTTP ${params?.['status']}`) : answer;
  }

  async watch(account: VoicemailAccount, onChange: () => void, signal: AbortSignal): Promise<Result<void>> {
    const path = 'mailbox?method=requestnotification';
    const answer = await this.ask(account, path, { method: 'POST', body: '{}' }, signal);
    if (!answer.ok) return answer;
    const subscription = new TextDecoder().decode(answer.value.body).trim();
    if (!/^[\w.:-]{1,200}$/.test(subscription)) return ok();
    const { http, trace } = this.ports;
    const host = URL.parse(this.serverOf(account))?.hostname ?? '';
    return watchMailbox({ http, trace, host, subscription, onChange, signal });
  }

  private serverOf(account: VoicemailAccount): string {
    return this.good.get(account) ?? account.servers[0] ?? '';
  }

  private async readFolder(
    server: string,
    account: VoicemailAccount,
    folder: string,
    signal: AbortSignal,
  ): Promise<Result<readonly ListedVoicemail[]>> {
    const all = new Map<string, ListedVoicemail>();
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const path = `mailbox/folders/${folder}/messages?type=voice&pagenumber=${page}&rowsperpage=${PAGE}`;
      const answer = await this.askAt(server, account, path, { timeoutMs: LIST_TIMEOUT_MS }, signal);
      if (!answer.ok) return answer;
      const parsed = parseXml(answer.value.body);
      if (!parsed.ok) return fail('http.bad-content', { host: hostOf(server) }, parsed.error.detail);
      const { messages, count, total } = readMessages(parsed.value);
      for (const message of messages) all.set(message.id, message);
      if (count < PAGE || (total !== undefined && page * PAGE >= total)) break;
    }
    return ok([...all.values()]);
  }

  private async change(
    account: VoicemailAccount,
    path: string,
    what: Ask,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const answer = await this.ask(account, path, what, signal);
    return answer.ok ? ok() : answer;
  }

  /** The server that answered last, then the others: saying a change twice makes no difference, as each names its outcome. */
  private async ask(
    account: VoicemailAccount,
    path: string,
    what: Ask,
    signal: AbortSignal,
  ): Promise<Result<HttpAnswer>> {
    const first = this.serverOf(account);
    const others = account.servers.slice(0, MOST_SERVERS).filter((server) => server !== first);
    let answer = await this.askAt(first, account, path, what, signal);
    for (const server of others) {
      if (answer.ok || !isWorthAnother(answer.error) || signal.aborted) break;
      answer = await this.askAt(server, account, path, what, signal);
      if (answer.ok) this.good.set(account, server);
    }
    return answer;
  }

  private askAt(
    server: string,
    account: VoicemailAccount,
    path: string,
    what: Ask,
    signal: AbortSignal,
  ): Promise<Result<HttpAnswer>> {
    const url = `${server}/${path}`;
    const once = async (authorization: string): Promise<Result<HttpAnswer>> => {
      const span = this.ports.trace.start('voicemail', { method: what.method ?? 'GET' });
      const headers = {
        accept: 'application/xml',
        ...(what.body !== undefined && { 'content-type': 'application/xml' }),
        ...what.headers,
        authorization,
      };
      const answer = judged(await this.ports.http.request({ ...what, url, headers, span, signal }), url);
      span.end(answer.ok ? 'ok' : 'failed');
      return answer;
    };
    const { tokens, username, password } = account;
    if (tokens) return withToken(tokens, (token) => once(`Bearer ${token}`));
    return once(`Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`);
  }
}

/** 401 ends the asking (repeating it would lock the account); 403 is a mailbox that is locked or may not be read. */
function judged(answer: Result<HttpAnswer>, url: string): Result<HttpAnswer> {
  if (!answer.ok) return answer;
  const host = hostOf(url);
  const { status } = answer.value;
  if (status === 401) return fail('auth.wrong-password', { host }, 'HTTP 401');
  if (status === 403) return fail('auth.locked', { host }, 'HTTP 403');
  return expectStatus(answer, url, 200, 201, 202, 204);
}

const isGone = ({ code, params }: Failure): boolean => code === 'http.status' && params?.['status'] === 404;

const hostOf = (url: string): string => URL.parse(url)?.hostname ?? '';

/** The colon of an id stays as it is: not every server decodes it (cisco-uc 11.1). */
const idPath = (id: string): string => encodeURIComponent(id).replaceAll('%3A', ':');
