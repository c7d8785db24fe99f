import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';
import type {
  DestinationChange,
  RemoteDestination,
  RemoteDestinations,
} from '../../ports/remote-destinations.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { childText, descendants, type XmlElement } from '../link/xml-document.ts';
import { askInTurn } from './ask-in-turn.ts';
import { createUdsClient } from './uds-client.ts';

const MAX_SERVERS = 3;
const MOST = 20;

/** The person's remote destinations over UDS (Cisco's UDS reference: `remoteDestinations`, `remoteDestination`). */
export function createUdsDestinations(ports: {
  readonly http: HttpClient;
  readonly trace: Trace;
  readonly clock: Clock;
}): RemoteDestinations {
  const client = createUdsClient(ports.http);
  const own = (server: string, { username }: PhoneSettingsAccount): string =>
    `${server}/user/${encodeURIComponent(username)}`;
  return {
    async read(account, signal) {
      const span = ports.trace.start('phone-settings', { kind: 'destinations' });
      const answer = await askInTurn({
        servers: account.servers.slice(0, MAX_SERVERS),
        clock: ports.clock,
        signal,
        ask: (server, each) =>
          client.follow(`${own(server, account)}/remoteDestinations`, { signal: each, span }, account),
      });
      span.end(answer.ok ? 'ok' : 'failed');
      return answer.ok ? ok(readDestinations(answer.value.value)) : answer;
    },
    async save(account, change, signal): Promise<Result<void>> {
      const [server] = account.servers;
      if (server === undefined) return fail('directory.unavailable');
      const span = ports.trace.start('phone-settings', { kind: 'save-destination' });
      const place = `${own(server, account)}/remoteDestination`;
      const call = { signal, span };
      const answer =
        change.id === undefined
          ? await client.post(place, bodyOf(change), call, account)
          : await client.put(`${place}/${encodeURIComponent(change.id)}`, bodyOf(change), call, account);
      span.end(answer.ok ? 'ok' : 'failed');
      return answer;
    },
  };
}

/** One without an id or a number cannot be used. */
function readDestinations(root: XmlElement): readonly RemoteDestination[] {
  return descendants(root, 'remoteDestination')
    .slice(0, MOST)
    .flatMap((element) => {
      const [id, number] = [childText(element, 'id')?.trim(), childText(element, 'destination')?.trim()];
      if (!id || !number) return [];
      return [
        {
          id,
          number,
          name: childText(element, 'name')?.trim() || number,
          rings: isOn(element, 'ringWhenExtensionDialed'),
          canMove: isOn(element, 'allowTransferToMobile'),
          devices: descendants(element, 'associatedDevice').flatMap((device) => {
            const name = childText(device, 'name')?.trim();
            const usage = descendants(device, 'usage')[0]?.attributes.get('value') ?? '0';
            return name ? [{ name, usage }] : [];
          }),
        },
      ];
    });
}

const isOn = (element: XmlElement, name: string): boolean =>
  childText(element, name)?.trim().toLowerCase() === 'true';

/** What isn't named stays as it is. The reference names the number differently in a change and in a new one. */
function bodyOf({ id, name, number, rings, canMove, devices }: DestinationChange): string {
  const numberName = id === undefined ? 'destination' : 'destinationNumber';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<remoteDestination>',
    element('name', name),
    element(numberName, number),
    element('ringWhenExtensionDialed', String(rings)),
    element('allowTransferToMobile', String(canMove)),
    '<associatedDevices>',
    ...devices.map(
      (device) =>
        `<associatedDevice>${element('name', device.name)}${element('usage', device.usage)}</associatedDevice>`,
    ),
    '</associatedDevices></remoteDestination>',
  ].join('');
}

const element = (name: string, value: string): string =>
  `<${name}>${value.replace(/[<>&]/g, (mark) => ({ '<': '&lt;', '>': '&gt;' })[mark] ?? '&amp;')}</${name}>`;
