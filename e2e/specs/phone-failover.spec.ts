import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RealLab, startRealLab } from '../../lab/real/office.ts';
import { detectTone } from '../../lab/real/tone.ts';
import { MICROPHONE_HZ, toneFile } from '../fixtures/microphone.ts';
import { servicesOf } from '../fixtures/cisco-office.ts';
import { expect, test } from '../fixtures/office.ts';
import { heardTone } from '../fixtures/speaker.ts';
import { hubPage } from '../pages/hub-page.ts';

const PEER_HZ = 440;

test.describe('a phone whose server goes away', { tag: '@sign-in' }, () => {
  test.setTimeout(180_000);

  test('A9 T13: the call is heard on, the survivable router serves and says what it can, and the main server is gone back to', async ({
    computer,
  }) => {
    const office: RealLab = await startRealLab({
      cisco: true,
      sipGroup: { isSurvivable: true, keepAliveS: 8, monitorS: 1 },
    });
    try {
      const phone = await office.startPhone('carol', {
        answer: 'auto',
        codecs: ['PCMU'],
        sound: { toneHz: PEER_HZ },
      });
      const { jid, password, number } = { ...office.person('alice'), number: office.person('carol').number };
      const account = { address: jid, password, ca: office.caFile, dns: [office.dnsServer] };
      const app = await computer(account).start({ microphone: toneFile() });
      await app.process.waitFor('registered');
      const phoneNow = async () => (await servicesOf(app)).find(({ name }) => name === 'phone');
      const dial = async () => {
        await hubPage(app.page).search().fill(number);
        await hubPage(app.page).search().press('Enter');
      };
      const button = (name: string) => app.page.getByRole('button', { name, exact: true });
      await dial();
      await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
      await expect(button('Hold')).toHaveAttribute('aria-disabled', 'false');
      expect(await heardTone(app, PEER_HZ)).toBe(true);

      await office.kamailio.kill9();
      await expect
        .poll(phoneNow, { timeout: 60_000 })
        .toMatchObject({ state: 'online', standIn: 'survivable' });
      await expect(app.page.getByRole('status').getByText('You still hear each other')).toBeVisible();
      await expect(button('Hold')).toHaveAttribute('aria-disabled', 'true');
      await expect(button('Mute')).toHaveAttribute('aria-disabled', 'false');
      expect(await heardTone(app, PEER_HZ)).toBe(true);
      expect((await detectTone(await phone.heard(), MICROPHONE_HZ)).present).toBe(true);
      await app.page.screenshot({ path: 'out/e2e/screens/call-without-signalling.png' });

      await office.kamailio.start();
      await button('End').click();
      await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
      await expect.poll(async () => (await phoneNow())?.standIn, { timeout: 60_000 }).toBeUndefined();
      await expect.poll(phoneNow).toMatchObject({ state: 'online' });
      expect((await phoneNow())?.server).toContain('ucm-b');
      await phone.stop();
    } finally {
      await office.stop();
    }
  });

  test('V2: a window that dies in a call is opened again and the call is heard on', async ({
    office,
    computer,
  }) => {
    const phone = await office.startPhone('carol', {
      answer: 'auto',
      codecs: ['PCMU'],
      sound: { toneHz: PEER_HZ },
    });
    const mine = computer(office.account('alice'));
    const app = await mine.start({ microphone: toneFile() });
    await app.process.waitFor('registered');
    await hubPage(app.page).search().fill('1003');
    await hubPage(app.page).search().press('Enter');
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    expect(await heardTone(app, PEER_HZ)).toBe(true);
    process.kill(browserOf(mine.profile), 'SIGKILL');
    const page = await app.windowAgain();
    expect(await heardTone(app, PEER_HZ)).toBe(true);
    await expect
      .poll(async () => (await detectTone(await phone.heard(), MICROPHONE_HZ)).present, { timeout: 20_000 })
      .toBe(true);
    await expect(page.getByRole('button', { name: 'End', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    await phone.stop();
  });
});

/** The browser that shows the window of the app with this profile. */
function browserOf(profile: string): number {
  return Number(readFileSync(join(profile, 'local', 'browser', 'parlance-browser.pid'), 'utf8'));
}
