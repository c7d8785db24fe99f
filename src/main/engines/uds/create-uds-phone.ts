import type { Forward } from '../../../shared/domain/phone.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type {
  PhoneSettings,
  PhoneSettingsAccount,
  PhoneSettingsState,
} from '../../ports/phone-settings.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { childText, descendants, find, textOf, type XmlElement } from '../link/xml-document.ts';
import { askInTurn } from './ask-in-turn.ts';
import { createUdsClient } from './uds-client.ts';

const MAX_SERVERS = 3;
const MOST_LINES = 50;

/** The person's phone settings over UDS. Reading asks one server after the other; a change goes to the first, and is not said twice. */
export function createUdsPhone(ports: {
  readonly http: HttpClient;
  readonly trace: Trace;
  readonly clock: Clock;
}): PhoneSettings {
  const client = createUdsClient(ports.http);
  const own = (server: string, { username }: PhoneSettingsAccount): string =>
    `${server}/user/${encodeURIComponent(username)}`;
  return {
    async read(account, signal) {
      const span = ports.trace.start('phone-settings', { kind: 'read' });
      const answer = await askInTurn({
        servers: account.servers.slice(0, MAX_SERVERS),
        clock: ports.clock,
        signal,
        ask: (server, each) =>
          client.follow(`${own(server, account)}/extensions`, { signal: each, span }, account),
      });
      span.end(answer.ok ? 'ok' : 'failed');
      return answer.ok ? ok(readLines(answer.value.value)) : answer;
    },
    async setForward(account, forward, signal): Promise<Result<void>> {
      const [server] = account.servers;
      if (server === undefined) return fail('directory.unavailable');
      const span = ports.trace.start('phone-settings', { kind: 'forward' });
      const answer = await client.put(own(server, account), forwardBody(forward), { signal, span }, account);
      span.end(answer.ok ? 'ok' : 'failed');
      return answer;
    },
  };
}

/** cisco-uc 2.9. A line without a number is none. */
function readLines(root: XmlElement): PhoneSettingsState {
  const lines = descendants(root, 'extension')
    .slice(0, MOST_LINES)
    .flatMap((extension) => {
      const number = childText(extension, 'directoryNumber');
      if (number === undefined) return [];
      const label = childText(extension, 'label') ?? number;
      return [{ number, label, forward: readForward(find(extension, 'callForwardAllDestination')) }];
    });
  return { lines };
}

/** The destination has two names: one at the line, one at the person. */
function readForward(element: XmlElement | undefined): Forward {
  if (!element) return { kind: 'off' };
  if (textOf(element, 'sendToVoiceMailPilotNumber')?.toLowerCase() === 'true') return { kind: 'voicemail' };
  const target = (textOf(element, 'sendToCustomDestination') ?? textOf(element, 'destination') ?? '').slice(
    0,
    100,
  );
  return target === '' ? { kind: 'off' } : { kind: 'to', target };
}

/** cisco-uc 2.7: what is not named stays as it is. */
function forwardBody(forward: Forward): string {
  const target = forward.kind === 'to' ? forward.target : '';
  const escaped = target.replace(/[<>&]/g, (mark) => ({ '<': '&lt;', '>': '&gt;' })[mark] ?? '&amp;');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<user><callForwardAllDestination appliesToAllExtensions="true">',
    `<sendToVoiceMailPilotNumber>${forward.kind === 'voicemail'}</sendToVoiceMailPilotNumber>`,
    `<destination>${escaped}</destination>`,
    '</callForwardAllDestination></user>',
  ].join('');
}
