import { describe, expect, it, vi } from 'vitest';
import {
  type CiscoHarness,
  ciscoHarness,
  type CiscoHarnessOptions,
  createEngines,
} from '../../../../test/fakes/cisco-harness.ts';
import { settled } from '../../../../test/fakes/cisco-person.ts';
import { outsideHarness } from '../../../../test/fakes/outside-harness.ts';
import { RIGHT } from '../../../../test/fakes/session-harness.ts';
import type { ImPresence } from '../../ports/im-presence.port.ts';

/** A chat sign-in that answers when it is told to. */
function heldBack() {
  const gate = Promise.withResolvers<void>();
  return {
    answer: gate.resolve,
    before: (real: ImPresence): ImPresence => ({
      signIn: async (...given) => {
        await gate.promise;
        return real.signIn(...given);
      },
    }),
  };
}

/** A cluster whose chat sign-in is held back. */
async function slowChat(options: CiscoHarnessOptions = {}) {
  const { lab, ca, dns } = await ciscoHarness(options);
  const chat = heldBack();
  const harness = await ciscoHarness({
    lab: { lab, ca },
    session: {
      ...options.session,
      engines: (trust) => {
        const engines = createEngines(trust, dns, lab);
        return { ...engines, imp: chat.before(engines.imp) };
      },
    },
  });
  return { ...harness, answer: chat.answer };
}

type Journal = { readonly journal: readonly string[] };

const starts = ({ journal }: Journal): readonly string[] =>
  journal.filter((line) => line.startsWith('start'));

type Person = Pick<CiscoHarness, 'session' | 'begin' | 'givePassword' | 'now'>;

/** The address and the password; the servers then have the word. */
async function signInUntilChat(harness: Person): Promise<void> {
  await harness.session.start();
  await harness.begin();
  await settled(harness);
  await harness.givePassword(RIGHT);
}

const hasPhone = (harness: Journal): Promise<void> =>
  vi.waitFor(() => expect(starts(harness)).toEqual(['start phone']), { timeout: 20_000 });

describe('the phone does not wait for the chat sign-in', () => {
  it('Q5: it registers as soon as the profile is there, and is not started a second time', async () => {
    const harness = await slowChat();
    await signInUntilChat(harness);
    await hasPhone(harness);
    expect(harness.now().phase).toBe('signing-in');
    harness.answer();
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    await vi.waitFor(() => expect(starts(harness)).toContain('start directory'));
    expect(starts(harness).filter((line) => line === 'start phone')).toHaveLength(1);
    expect(harness.passwords).toContain(`phone ${RIGHT}`);
  });

  it('Q5: chat is known while what is stored is being opened for the phone: it is opened once', async () => {
    const opening = Promise.withResolvers<void>();
    const harness = await slowChat({ session: { opening: opening.promise } });
    await signInUntilChat(harness);
    const isFetched = () => harness.trace.spans().some(({ name, endMs }) => name === 'profile' && endMs);
    await vi.waitFor(() => expect(isFetched()).toBe(true), { timeout: 20_000 });
    harness.answer();
    const isChatKnown = () =>
      harness.trace.spans().some(({ name, endMs }) => name === 'chat-sign-in' && endMs);
    await vi.waitFor(() => expect(isChatKnown()).toBe(true), { timeout: 20_000 });
    opening.resolve();
    await settled(harness);
    expect(harness.now().phase).toBe('signed-in');
    const opened = harness.journal.filter((line) => line.startsWith('open'));
    expect(opened).toEqual(['open alice@example.test']);
    expect(starts(harness).filter((line) => line === 'start phone')).toHaveLength(1);
  });

  it('Q5 A7: from outside it registers at the edge, ahead of chat too', async () => {
    const chat = heldBack();
    const harness = await outsideHarness({ imp: chat.before });
    await signInUntilChat(harness);
    await hasPhone(harness);
    expect(harness.accounts.phone?.registrars).toEqual([
      { host: 'exp-e0.example.test', port: 5061, transport: 'tls' },
    ]);
    chat.answer();
    await settled(harness);
    expect(harness.now().phase).toBe('signed-in');
    expect(starts(harness).filter((line) => line === 'start phone')).toHaveLength(1);
  });

  it('Q5 A11: cancelled meanwhile, it is stopped', async () => {
    const harness = await slowChat();
    await signInUntilChat(harness);
    await hasPhone(harness);
    await harness.run('session/cancel');
    await vi.waitFor(() => expect(harness.journal.at(-1)).toBe('close'));
    expect(harness.journal.indexOf('stop phone')).toBeGreaterThan(harness.journal.indexOf('start phone'));
    harness.answer();
    expect(starts(harness)).toEqual(['start phone']);
  });

  it('Q5 A13: with a notice to agree to it waits for that, and whoever declines has no phone', async () => {
    const harness = await slowChat({
      jabberConfig: { Policies: { LoginBanner: 'For authorised use only.' } },
    });
    await signInUntilChat(harness);
    await vi.waitFor(() => expect(harness.questions).toMatchObject([{ kind: 'banner' }]), {
      timeout: 20_000,
    });
    harness.answer();
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'auth.notice-declined' } });
    expect(harness.questions).toHaveLength(1);
    expect(starts(harness)).toEqual([]);
  });
});
