import { unwrap } from '../../src/shared/errors/result.ts';
import type { RunningApp } from '../fixtures/app-under-test.ts';
import { servicesOf } from '../fixtures/cisco-office.ts';
import { MICROPHONE_HZ, toneFile } from '../fixtures/microphone.ts';
import { expect, test } from '../fixtures/office.ts';
import { heardTone, playedBy } from '../fixtures/speaker.ts';
import { startSteadyPhone, type SteadyPhone } from '../fixtures/steady-phone.ts';
import { hubPage } from '../pages/hub-page.ts';

const PEER_HZ = 440;
/** What is not noticed: three packets. */
const GAP_MS = 60;
/** How many loudspeakers by name the page knows and may use. */
const CHOOSE_EACH_SPEAKER = `(async () => {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const speakers = devices.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '');
  for (const { deviceId } of speakers) await new Audio().setSinkId(deviceId);
  return speakers.length;
})()`;
const chatOf = async (app: RunningApp) => (await servicesOf(app)).find(({ name }) => name === 'chat')?.state;
const windowsOf = (app: RunningApp) => app.process.marks.filter(({ mark }) => mark === 'window').length;

/** Nothing was lost on the way to the other side, and what came is one unbroken sound, well past what happened. */
async function expectUnbroken(phone: SteadyPhone, after: string): Promise<void> {
  const { packets: sent } = phone.steadiness();
  await expect.poll(() => phone.steadiness().packets, { timeout: 20_000 }).toBeGreaterThan(sent + 50);
  const { sources, lost, longestGapMs, longestSilenceMs } = phone.steadiness();
  test.info().annotations.push({ type: after, description: JSON.stringify(phone.steadiness()) });
  expect({ sources, lost, pausesMs: [longestGapMs, longestSilenceMs].filter((ms) => ms > GAP_MS) }).toEqual({
    sources: 1,
    lost: 0,
    pausesMs: [],
  });
}

test.describe('a call survives', { tag: '@calls' }, () => {
  test.setTimeout(120_000);

  test('V2 V12 A9: the end of chat, a locked screen, a reloaded view and the death of its page are not heard; the death of the media page is got over, in one dialog', async ({
    office,
    computer,
  }) => {
    const phone = await startSteadyPhone(office, 'carol');
    const app = await computer(office.account('alice')).start({ microphone: toneFile() });
    await app.process.waitFor('registered');
    await hubPage(app.page).search().fill('1003');
    await hubPage(app.page).search().press('Enter');
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    let { page } = app;
    const isHeard = async (after: string) => {
      expect(await heardTone(app, PEER_HZ), `carol is heard after ${after}`).toBe(true);
      await expect.poll(() => phone.hears(MICROPHONE_HZ), { timeout: 20_000 }).toBe(true);
    };
    await isHeard('the answer');
    const played = await playedBy(app);
    phone.listenAnew();

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
    } finally {
      await Promise.all(ways.map((way) => way.restore()));
    }
    const control = await app.control();
    unwrap(await control.call('self/report-idle', { idleMs: 600_000, isLocked: true }));
    control.close();
    await expectUnbroken(phone, 'the end of chat, a locked screen');

    phone.listenAnew();
    await page.reload();
    await expect(page.getByRole('button', { name: 'End', exact: true })).toBeVisible();
    await expectUnbroken(phone, 'a reload');

    // The renderer's process dies, its browser lives on and shows a grey page until it is loaded anew.
    phone.listenAnew();
    const before = windowsOf(app);
    const devtools = await page.context().newCDPSession(page);
    void devtools.send('Page.crash').catch(() => undefined);
    await expect.poll(() => windowsOf(app), { timeout: 30_000 }).toBe(before + 1);
    page = await app.windowAgain();
    await expectUnbroken(phone, 'the death of the page');
    expect(await playedBy(app)).toEqual(played);

    phone.listenAnew();
    const mediaPage = await app.mediaPage();
    expect(await mediaPage.evaluate(CHOOSE_EACH_SPEAKER)).toBeGreaterThan(1);
    void mediaPage.send('Page.crash').catch(() => undefined);
    // While it is dying it answers nothing.
    const now = () => playedBy(app).catch(() => played);
    await expect.poll(now, { timeout: 30_000 }).not.toEqual(played);
    await isHeard('the death of the media page');
    test.info().annotations.push({ type: 'the media page', description: JSON.stringify(phone.steadiness()) });
    expect(phone.steadiness().sources).toBe(2);

    expect(phone.offers()).toBe(1);
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
