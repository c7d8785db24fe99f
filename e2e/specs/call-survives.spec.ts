import { detectTone } from '../../lab/real/tone.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import type { RunningApp } from '../fixtures/app-under-test.ts';
import { servicesOf } from '../fixtures/cisco-office.ts';
import { MICROPHONE_HZ, toneFile } from '../fixtures/microphone.ts';
import { expect, test } from '../fixtures/office.ts';
import { heardTone } from '../fixtures/speaker.ts';
import { hubPage } from '../pages/hub-page.ts';

const PEER_HZ = 440;
const chatOf = async (app: RunningApp) => (await servicesOf(app)).find(({ name }) => name === 'chat')?.state;

test.describe('a call survives', { tag: '@calls' }, () => {
  test.setTimeout(120_000);

  test('V2 V12 A9: the end of chat, a locked screen, a reloaded view, and the death of its page: heard both ways each time, in one dialog', async ({
    office,
    computer,
  }) => {
    const phone = await office.startPhone('carol', {
      answer: 'auto',
      codecs: ['PCMU'],
      sound: { toneHz: PEER_HZ },
    });
    const app = await computer(office.account('alice')).start({ microphone: toneFile() });
    await app.process.waitFor('registered');
    await hubPage(app.page).search().fill('1003');
    await hubPage(app.page).search().press('Enter');
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    let { page } = app;
    const isHeard = async (after: string) => {
      expect(await heardTone(app, PEER_HZ), `carol is heard after ${after}`).toBe(true);
      await expect
        .poll(async () => (await detectTone(await phone.heard(), MICROPHONE_HZ)).present, { timeout: 20_000 })
        .toBe(true);
    };
    await isHeard('the answer');

    // What it is like is measured on the real packets, shown, and kept with the call.
    await page.getByRole('button', { name: /^Call quality: / }).click();
    const quality = page.getByRole('dialog', { name: 'Call quality' });
    await expect(quality).toContainText(/Score \(1 to 4\.5\)\s*[1-4]\.\d.*Codec\s*PCMU/s);
    await expect(quality.getByRole('img', { name: 'Score of the last minute' })).toBeVisible();
    await page.keyboard.press('Escape');

    const ways = [office.relays.xmpp, office.relays.xmppDirectTls];
    await Promise.all(ways.map((way) => way.cut('refused')));
    try {
      await expect.poll(() => chatOf(app)).not.toBe('online');
      await isHeard('the end of chat');
    } finally {
      await Promise.all(ways.map((way) => way.restore()));
    }

    const control = await app.control();
    unwrap(await control.call('self/report-idle', { idleMs: 600_000, isLocked: true }));
    control.close();
    await isHeard('the screen was locked');

    await page.reload();
    await isHeard('a reload');

    // The renderer's process dies, its browser lives on and shows a grey page.
    const windows = () => app.process.marks.filter(({ mark }) => mark === 'window').length;
    const before = windows();
    const devtools = await page.context().newCDPSession(page);
    void devtools.send('Page.crash').catch(() => undefined);
    await expect.poll(windows, { timeout: 30_000 }).toBe(before + 1);
    page = await app.windowAgain();
    await isHeard('the death of the page');

    expect(phone.events.filter(({ type }) => type === 'CALL_ESTABLISHED')).toHaveLength(1);
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    const kept = async () => {
      const asked = await app.control();
      const { entries } = unwrap(await asked.call('calls/history', { missedOnly: false, limit: 1 }));
      asked.close();
      return entries[0]?.quality?.level;
    };
    await expect.poll(kept).toMatch(/good|fair|poor/);
    await phone.stop();
  });
});
