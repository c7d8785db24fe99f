import { describe, expect, it } from 'vitest';
import { fakeSip } from '../../../../test/fakes/fake-sip.ts';
import { failure, ok } from '../../../shared/errors/result.ts';
import type { SipRegistration } from '../../ports/sip.port.ts';
import { askAboutOtherClient } from './ask-about-other-client.ts';

const ELSEWHERE: SipRegistration = { kind: 'stopped', cause: failure('sip.active-elsewhere') };
const REGISTERED: SipRegistration = { kind: 'registered', server: 'a', transport: 'tcp', expiresAt: 0 };

function rig() {
  const sip = fakeSip();
  let takenOver = 0;
  sip.takeOver = () => {
    takenOver += 1;
    return Promise.resolve(ok());
  };
  const open: { readonly signal: AbortSignal | undefined; answer(isAccepted: boolean): void }[] = [];
  const stop = askAboutOtherClient({
    sip,
    prompter: {
      ask: (prompt, signal) => {
        expect(prompt).toEqual({ kind: 'phone-elsewhere' });
        return new Promise((answer) => open.push({ signal, answer }));
      },
    },
  });
  return { sip, open, stop, takenOver: () => takenOver };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a line that another client has', () => {
  it('V1: the person is told and may take it over', async () => {
    const t = rig();
    t.sip.setRegistration(ELSEWHERE);
    t.open[0]?.answer(true);
    await settled();
    expect([t.open.length, t.takenOver()]).toEqual([1, 1]);
  });

  it('V1: left there, it stays there; what else stops the phone is no such question', async () => {
    const t = rig();
    t.sip.setRegistration(ELSEWHERE);
    t.open[0]?.answer(false);
    t.sip.setRegistration({ kind: 'stopped', cause: failure('auth.wrong-password') });
    await settled();
    expect([t.open.length, t.takenOver()]).toEqual([1, 0]);
  });

  it('V1: an open question is taken back when things change, and asked again when it happens again', async () => {
    const t = rig();
    t.sip.setRegistration(ELSEWHERE);
    t.sip.setRegistration(REGISTERED);
    expect(t.open[0]?.signal?.aborted).toBe(true);
    t.open[0]?.answer(true);
    await settled();
    expect(t.takenOver()).toBe(0);
    t.sip.setRegistration(ELSEWHERE);
    expect(t.open).toHaveLength(2);
    t.stop();
    expect(t.open[1]?.signal?.aborted).toBe(true);
  });
});
