import type { Forward, Phone } from '../../../shared/domain/phone.ts';
import { failure, fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { PhoneSettings, PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { RemoteDestinations } from '../../ports/remote-destinations.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { RemoteLine, RemoteNote, Sip } from '../../ports/sip.port.ts';
import { KeptDestinations } from './remote-destinations.ts';

export interface PhoneStatePorts {
  readonly sip: Pick<Sip, 'on' | 'press'>;
  readonly settings: PhoneSettings;
  readonly destinations: RemoteDestinations;
  /** Whether a running call can be sent to another phone of the person. */
  readonly onCanMove?: (canMove: boolean) => void;
  readonly publisher: Publisher;
  readonly prompter: Pick<Prompter, 'tell'>;
  readonly policies: Pick<Policies, 'current'>;
  /** The phone's own Do Not Disturb went on or off. */
  readonly onSilence?: (isSilent: boolean) => void;
}

export interface PhoneState {
  readonly handlers: Pick<Handlers, 'phone/set-forward' | 'phone/set-hunt' | 'phone/save-destination'>;
  /** Looks up the settings of this account; absent: there are none, as for a plain SIP account. */
  begin(account: PhoneSettingsAccount | undefined): void;
  stop(): void;
}

const ONLY = 'only';
const NOTHING: Phone = { lines: [], canForward: false, pickups: [] };

/**
 * The phone beyond single calls (V14): where its lines are forwarded to, whether it takes part in hunt groups, and what its
 * server has to say. UDS is asked once; from then on the server tells (cisco-uc 13.2).
 */
export function createPhoneState(ports: PhoneStatePorts): PhoneState {
  const { sip, settings, publisher, prompter, policies } = ports;
  let account: PhoneSettingsAccount | undefined;
  let running = new AbortController();
  let phone = NOTHING;
  const show = (change: Partial<Phone>): void => {
    phone = { ...phone, ...change };
    publisher.set('phone', ONLY, phone);
  };

  const destinations = new KeptDestinations({
    source: ports.destinations,
    show: (change) => {
      show(change);
      ports.onCanMove?.(destinations.canMove);
    },
  });

  const read = async (): Promise<void> => {
    const { signal } = running;
    const hasDestinations = policies.current().isOn('EnableSingleNumberReach');
    void destinations.begin(hasDestinations ? account : undefined, signal);
    if (!account) return;
    const state = await settings.read(account, signal);
    if (state.ok && !signal.aborted) show({ lines: [...state.value.lines], canForward: true });
  };
  const heard = (note: RemoteNote): void => {
    switch (note.kind) {
      case 'lines':
        return show({ lines: phone.lines.map((line, at) => told(line, at + 1, note.lines)) });
      case 'do-not-disturb':
        ports.onSilence?.(note.isOn);
        return show({ isDoNotDisturb: note.isOn });
      case 'hunt':
        if (!policies.current().isOn('EnableHuntGroup')) return;
        return show({ hunt: note.isIn ? 'in' : 'out' });
      case 'status':
        if (note.text !== '')
          prompter.tell({ tone: 'info', text: { key: 'phone.server-says', params: { text: note.text } } });
        return;
      case 'result':
        if (!note.isDone)
          prompter.tell({
            tone: 'warning',
            text: { key: 'phone.not-done' },
            error: failure('call.feature-refused', undefined, note.feature),
          });
        return;
      // A server's order to call or answer would open the microphone unasked: calls come about by the person only.
      case 'dial':
      case 'answer':
      case 'resume':
        return;
    }
  };
  const stopListening = sip.on((event) => {
    if (event.kind === 'remote') heard(event.note);
    if (event.kind === 'lines')
      show({
        choices: event.lines.map(({ label, isRegistered }) => ({ line: label, isReady: isRegistered })),
      });
  });

  const setForward = async (forward: Forward): Promise<Result<void>> => {
    if (!account || !phone.canForward) return fail('call.not-possible-now');
    const set = await settings.setForward(account, forward, running.signal);
    if (!set.ok)
      return fail('call.forwarding-failed', undefined, `${set.error.code} ${set.error.detail ?? ''}`.trim());
    show({ lines: phone.lines.map((line) => ({ ...line, forward })) });
    return ok();
  };
  return {
    handlers: {
      'phone/set-forward': ({ forward }) => setForward(forward),
      'phone/save-destination': (change) => destinations.save(change),
      'phone/set-hunt': async ({ isIn }) => {
        if (phone.hunt === undefined) return fail('call.not-possible-now');
        // The key is a switch: pressed only where it would change something. What came of it the server tells.
        return (phone.hunt === 'in') === isIn ? ok() : sip.press('hunt');
      },
    },
    begin(next) {
      running.abort();
      running = new AbortController();
      account = next;
      ports.onCanMove?.(false);
      const rules = policies.current();
      const hasServer = next !== undefined;
      phone = {
        ...NOTHING,
        pickups: [
          ...(hasServer && rules.isOn('EnableCallPickup') ? (['own'] as const) : []),
          ...(hasServer && rules.isOn('EnableGroupCallPickup') ? (['other'] as const) : []),
        ],
      };
      publisher.set('phone', ONLY, phone);
      void read();
    },
    stop() {
      running.abort();
      stopListening();
      publisher.remove('phone', ONLY);
    },
  };
}

function told(
  line: Phone['lines'][number],
  position: number,
  said: readonly RemoteLine[],
): Phone['lines'][number] {
  const forward = said.find(({ line: number }) => number === position)?.forward;
  return forward ? { ...line, forward } : line;
}
