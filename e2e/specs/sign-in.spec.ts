import { expect, test, whereabouts } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

test.describe('signing in', { tag: ['@main-job', '@sign-in'] }, () => {
  test('D1 D2 D3 A1 A2: only the address is asked, then the password once, and the checklist says what was found', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    const asked = (await office.dns.queries()).length;
    const app = await computer(whereabouts(office)).start();
    const screen = signInPage(app.page);
    await screen.typeAddress(alice.jid);
    await screen.expectStep('finding-services', 'done');
    await app.page.screenshot({ path: 'out/e2e/screens/sign-in-password.png' });
    await screen.givePassword(alice.password);
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('session');
    await app.process.waitFor('registered');

    // Each step's result and time stay readable afterwards.
    const control = await app.control();
    const steps = await new Promise<{ id: string; state: string; elapsedMs?: number }[]>((resolve) => {
      void control.subscribe(['session'], {
        snapshot: (entities) =>
          entities.forEach(
            (e) => e.topic === 'session' && e.value?.phase === 'signed-in' && resolve([...e.value.steps]),
          ),
        changes: () => {},
      });
    });
    const state = Object.fromEntries(steps.map((step) => [step.id, step.state]));
    expect(state).toMatchObject({
      'finding-services': 'done',
      chat: 'done',
      phone: 'done',
      voicemail: 'skipped',
    });
    for (const step of steps.filter((one) => one.state === 'done'))
      expect(step.elapsedMs, step.id).toBeGreaterThanOrEqual(0);

    // One question for each record, and none twice.
    const questions = (await office.dns.queries())
      .slice(asked)
      .filter((query) => query.type === 'SRV')
      .map((query) => query.name);
    expect(new Set(questions).size).toBe(questions.length);
    expect(questions).toContain('_xmpp-client._tcp.example.test');
    expect(questions).toContain('_cisco-uds._tcp.example.test');
    await app.page.screenshot({ path: 'out/e2e/screens/hub.png' });
  });

  test('M1 Q1: the stream is encrypted, and the page can reach nothing but its own server', async ({
    office,
    computer,
  }) => {
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('session');
    const refused = await app.page.evaluate(async () => {
      const outcome = (url: string) =>
        fetch(url).then(
          () => 'allowed',
          () => 'refused',
        );
      const outcomes = await Promise.all(['https://example.com/', 'http://127.0.0.1:1/'].map(outcome));
      try {
        // Code as text: what an injected string would have to become.
        setTimeout('window.wasRun = true' as unknown as () => void);
      } catch {
        // Refused at once.
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      const script = document.createElement('script');
      let isTypeRefused = false;
      try {
        script.textContent = 'window.wasRun = true';
        document.body.append(script);
      } catch {
        isTypeRefused = true;
      }
      return { outcomes, wasRun: 'wasRun' in window, isTypeRefused };
    });
    expect(refused.outcomes).toEqual(['refused', 'refused']);
    expect(refused.wasRun).toBe(false);
    expect(refused.isTypeRefused).toBe(true);
    const control = await app.control();
    const status = await new Promise((resolve) => {
      void control.subscribe(['services'], {
        snapshot: (all) => resolve(all.find((e) => e.key === 'chat')?.value),
        changes: () => {},
      });
    });
    expect(status).toMatchObject({ state: 'online', isEncrypted: true });
  });
});
