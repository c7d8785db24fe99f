import type { Foundation } from './create-foundation.ts';
import type { Words } from './words.ts';

/** Says that somebody who was waited for is there: in the window, and by the system where it can; not under do not disturb. */
export function announceAvailable(
  {
    host,
    common,
  }: {
    readonly host: Pick<Foundation['host'], 'caps' | 'notify'>;
    readonly common: Pick<Foundation['common'], 'prompter'>;
  },
  words: Words,
  people: {
    readonly isSilenced: (from: string) => boolean;
    readonly nameOf: (address: string) => string;
    readonly open: (address: string) => void;
  },
): (address: string) => void {
  return (address) => {
    if (people.isSilenced(address)) return;
    const name = people.nameOf(address);
    common.prompter.tell({ tone: 'info', text: { key: 'people.is-available', params: { name } } });
    if (!host.caps.nativeNotifications) return;
    const title = words('people.is-available', { name });
    host.notify({ title, body: address, tag: `available:${address}`, onAct: () => people.open(address) });
  };
}
