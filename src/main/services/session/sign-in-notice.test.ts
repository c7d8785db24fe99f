import { describe, expect, it } from 'vitest';
import { RIGHT, sessionHarness, type SessionHarness } from '../../../../test/fakes/session-harness.ts';

const NOTICE = 'For authorised use only.\\nUse is recorded.';
const computer = { policies: [{ name: 'LoginBanner', value: NOTICE }] };

async function signInTo(harness: SessionHarness): Promise<void> {
  await harness.session.start();
  await harness.begin();
  await harness.settle();
  await harness.givePassword(RIGHT, true);
  await harness.settle();
}

describe('the log-on notice', () => {
  it('A13: is shown once, with its lines, and the hub opens when it is accepted', async () => {
    const harness = sessionHarness({ computer });
    harness.script.acceptsPrompts = true;
    await signInTo(harness);
    expect(harness.questions).toEqual([
      { kind: 'banner', text: 'For authorised use only.\nUse is recorded.' },
    ]);
    expect(harness.now().phase).toBe('signed-in');
  });

  it('A13: declined, nobody is signed in and no service was started', async () => {
    const harness = sessionHarness({ computer });
    await signInTo(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'auth.notice-declined' } });
    expect(harness.journal.filter((line) => /^(start|open)/.test(line))).toEqual([]);
    expect(harness.passwords).toEqual([]);
  });

  it('A13: is shown at the next sign-in too, but not when the app opens by itself', async () => {
    const first = sessionHarness({ computer });
    first.script.acceptsPrompts = true;
    await signInTo(first);
    const second = sessionHarness({ computer, store: first.store });
    await second.session.start();
    await second.settle();
    expect(second.now().phase).toBe('signed-in');
    expect(second.questions).toEqual([]);
    second.script.acceptsPrompts = true;
    await second.run('session/retry');
    await second.settle();
    expect(second.questions).toMatchObject([{ kind: 'banner' }]);
    expect(second.now().phase).toBe('signed-in');
  });

  it('A13: where none is configured nobody is asked', async () => {
    const harness = sessionHarness({ computer: { policies: [{ name: 'LoginBanner', value: '  ' }] } });
    await signInTo(harness);
    expect(harness.questions).toEqual([]);
    expect(harness.now().phase).toBe('signed-in');
  });
});
