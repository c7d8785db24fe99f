import * as z from 'zod/mini';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { DeviceChoice, Softphone } from '../../ports/device-choice.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Chooser } from '../../ports/prompter.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { createRemembered, type Remembered } from '../config-cache/remembered.ts';

export interface DeviceChoicePorts {
  readonly store: KeyValueStore;
  readonly prompter: Chooser;
  readonly log: Log;
  /** Who is signed in; absent: nobody. */
  readonly address: () => string | undefined;
  /** Another one was chosen: it counts as soon as the configuration has been looked at again. */
  readonly onChosen: () => void;
}

export interface DeviceChoiceService extends DeviceChoice {
  readonly handlers: Pick<Handlers, 'phone/devices' | 'phone/choose-device'>;
}

const text = z.string().check(z.maxLength(200));
const knownSchema = z.object({
  /** Absent: nobody chose, or what was chosen is no more. */
  chosen: z.optional(text),
  softphones: z.array(z.object({ name: text, description: text })),
});
type Known = z.infer<typeof knownSchema>;

/** Nobody has so many; an answer that says so is not shown whole. */
const MOST = 50;

/** Remembers, by address, which softphones there are and which one the person picked. */
export function createDeviceChoice(ports: DeviceChoicePorts): DeviceChoiceService {
  const known = (address: string): Remembered<Known> =>
    createRemembered({
      store: ports.store,
      log: ports.log,
      key: `softphone:${address}`,
      version: 1,
      schema: knownSchema,
    });
  return {
    async choose(address, given, { signal, isQuiet }) {
      const softphones = given.slice(0, MOST).map(shortened);
      const [first] = softphones;
      const chosen = (await known(address).get())?.chosen;
      const isThere = chosen !== undefined && softphones.some(({ name }) => name === chosen);
      if (isThere || softphones.length < 2 || isQuiet) {
        await known(address).set({ softphones, ...(isThere && { chosen }) });
        return isThere ? chosen : first?.name;
      }
      const options = softphones.map(({ name, description }) => ({ value: name, detail: description }));
      const picked = await ports.prompter.choose({ kind: 'choose-device', options }, signal);
      if (signal.aborted) return undefined;
      const isOne = picked !== undefined && softphones.some(({ name }) => name === picked);
      await known(address).set({ softphones, ...(isOne && { chosen: picked }) });
      return isOne ? picked : first?.name;
    },
    handlers: {
      'phone/devices': async () => {
        const address = ports.address();
        const now = address === undefined ? undefined : await known(address).get();
        const current = now?.chosen ?? now?.softphones[0]?.name;
        return ok({ softphones: now?.softphones ?? [], ...(current !== undefined && { current }) });
      },
      'phone/choose-device': async ({ name }) => {
        const address = ports.address();
        const now = address === undefined ? undefined : await known(address).get();
        if (address === undefined || !now) return fail('app.not-signed-in');
        if (!now.softphones.some((softphone) => softphone.name === name)) return fail('app.bad-request');
        await known(address).set({ ...now, chosen: name });
        ports.onChosen();
        return ok();
      },
    },
  };
}

const shortened = ({ name, description }: Softphone): Softphone => ({
  name: name.slice(0, 200),
  description: description.slice(0, 200),
});
