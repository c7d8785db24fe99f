import { type CiscoOffice, expect, requestsSince, test, whereabouts } from '../fixtures/cisco-office.ts';
import { expectTrouble } from '../fixtures/trouble.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/**
 * How long a client that tries again by itself is given to do so here: first attempts come within a second or two. Hours of
 * it are unit tests with a clock that is moved by hand.
 */
const TEMPTATION_MS = 4_000;
const WRONG = 'not her password';
const REFUSED = {
  id: 'PAR-2001',
  says: /user name or password was not accepted.*will not try it again by itself/,
  forward: 'Password for alice',
} as const;

/** Everything that could have seen a password: checks by the cluster, connections to chat and phone. */
const seenBy = ({ cisco, relays }: CiscoOffice) => ({
  cluster: cisco.counters.authAttempts.get('alice') ?? 0,
  chatSignIn: cisco.counters.requests.filter(({ node }) => node === 'imp-a').length,
  chat: relays.xmpp.accepted,
  phone: relays.sip.tcp.accepted + relays.sip.tls.accepted,
});

test.describe('passwords', { tag: ['@bad-input', '@sign-in'] }, () => {
  test('A2: Unified CM refuses the password once; nobody tries it again, and the right one works', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const alice = office.person('alice');
    const app = await computer(whereabouts(office)).start();
    const before = seenBy(office);
    await signInPage(app.page).typeAddress(alice.jid);
    await signInPage(app.page).givePassword(WRONG);
    await expectTrouble(app.page, REFUSED);
    await app.page.screenshot({ path: 'out/e2e/screens/trouble-PAR-2001.png' });
    await app.page.waitForTimeout(TEMPTATION_MS);
    expect(seenBy(office)).toEqual({ ...before, cluster: before.cluster + 1 });

    // Another wrong one is another single attempt.
    await signInPage(app.page).givePassword(`${WRONG}, really`);
    await expect.poll(() => seenBy(office).cluster).toBe(before.cluster + 2);
    await expectTrouble(app.page, REFUSED);
    await signInPage(app.page).givePassword(alice.password);
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('session');
    await app.process.waitFor('registered');
  });

  test('A2: a chat server refuses the password once; the phone server never sees it, and the right one works', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    const { sip, xmpp, xmppDirectTls } = office.relays;
    const connections = () => ({
      chat: xmpp.accepted + xmppDirectTls.accepted,
      phone: sip.tcp.accepted + sip.tls.accepted,
    });
    const app = await computer(whereabouts(office)).start();
    const before = connections();
    await signInPage(app.page).typeAddress(alice.jid);
    await signInPage(app.page).givePassword(WRONG);
    await expectTrouble(app.page, REFUSED);
    await app.page.waitForTimeout(TEMPTATION_MS);
    expect(connections()).toEqual({ chat: before.chat + 1, phone: before.phone });
    expect(await office.kamailio.contacts('alice')).toEqual([]);
    await signInPage(app.page).givePassword(alice.password);
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('registered');
  });

  test('A2: a remembered password that was changed meanwhile is tried once and asked for anew', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const alice = office.person('alice');
    const home = computer(whereabouts(office));
    const first = await home.start();
    await signInPage(first.page).typeAddress(alice.jid);
    await signInPage(first.page).givePassword(alice.password);
    await hubPage(first.page).expectOpen();
    await first.process.waitFor('session');
    await first.quit();

    const changed = `${alice.password} 2`;
    office.cisco.accounts.setPassword('alice', changed);
    try {
      const failures = office.cisco.counters.authFailures.get('alice') ?? 0;
      const second = await home.start();
      await expectTrouble(second.page, REFUSED);
      await second.page.waitForTimeout(TEMPTATION_MS);
      expect(office.cisco.counters.authFailures.get('alice')).toBe(failures + 1);
      await signInPage(second.page).givePassword(changed);
      await hubPage(second.page).expectOpen();
      await second.process.waitFor('session');
      await expect(hubPage(second.page).contact('Bob Baker')).toBeVisible();
      expect(office.cisco.counters.authFailures.get('alice')).toBe(failures + 1);
    } finally {
      office.cisco.accounts.setPassword('alice', alice.password);
    }
  });

  test('A2: a locked account is told apart, and left alone', async ({ ciscoOffice: office, computer }) => {
    const alice = office.person('alice');
    const app = await computer(whereabouts(office)).start();
    const before = seenBy(office);
    const start = office.cisco.counters.requests.length;
    const unlock = office.cisco.addFault({ kind: 'locked', path: '/cucm-uds/user/alice' });
    try {
      await signInPage(app.page).typeAddress(alice.jid);
      await signInPage(app.page).givePassword(alice.password);
      await expectTrouble(app.page, { id: 'PAR-2002', says: /This account is locked/, forward: 'Try again' });
      await app.page.waitForTimeout(TEMPTATION_MS);
      expect(requestsSince(office, start).filter((line) => line.includes('/user/alice'))).toHaveLength(1);
      expect(seenBy(office)).toEqual(before);
    } finally {
      unlock();
    }
    await app.page.getByRole('button', { name: 'Try again' }).click();
    await signInPage(app.page).givePassword(alice.password);
    await hubPage(app.page).expectOpen();
  });
});
