import { detectTone } from '../../lab/real/tone.ts';
import { MICROPHONE_HZ, toneFile } from '../fixtures/microphone.ts';
import { expect, test } from '../fixtures/office.ts';
import { heardTone } from '../fixtures/speaker.ts';
import { hubPage } from '../pages/hub-page.ts';

const PEER_HZ = 440;

test.describe('calls', { tag: '@main-job' }, () => {
  for (const [codec, encryption] of [
    ['PCMU', 'none'],
    ['PCMA', 'optional'],
    ['G722', 'none'],
    ['opus', 'mandatory'],
  ] as const) {
    test(`V1 V2 V5: dial a number, hear and be heard: ${codec}, ${encryption === 'none' ? 'plain RTP' : `SRTP ${encryption}`}`, async ({
      office,
      computer,
    }) => {
      const phone = await office.startPhone('carol', {
        answer: 'auto',
        codecs: [codec],
        encryption,
        sound: { toneHz: PEER_HZ },
      });
      const app = await computer(office.account('alice')).start({ microphone: toneFile() });
      await app.process.waitFor('registered');
      const hub = hubPage(app.page);
      await hub.search().fill('1003');
      await hub.search().press('Enter');
      await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
      await app.process.waitFor('rtp-sent');
      await expect
        .poll(async () => (await detectTone(await phone.heard(), MICROPHONE_HZ)).present, { timeout: 20_000 })
        .toBe(true);
      expect(await heardTone(app, PEER_HZ)).toBe(true);
      await app.page.screenshot({ path: `out/e2e/screens/call-${codec}.png` });
      await app.page.getByRole('button', { name: 'End', exact: true }).click();
      await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
      await phone.stop();
    });
  }

  test('V4: mute, hold, resume and DTMF reach the other side', async ({ office, computer }) => {
    const phone = await office.startPhone('dave', {
      answer: 'auto',
      codecs: ['PCMU'],
      sound: { toneHz: PEER_HZ },
    });
    const app = await computer(office.account('alice')).start({ microphone: toneFile() });
    await app.process.waitFor('registered');
    await hubPage(app.page).search().fill('1004');
    await hubPage(app.page).search().press('Enter');
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    const press = (name: string) => app.page.getByRole('button', { name, exact: true }).click();
    const isHeard = (isExpected: boolean) =>
      expect
        .poll(async () => (await detectTone(await phone.heard(), MICROPHONE_HZ)).present, { timeout: 20_000 })
        .toBe(isExpected);
    const hears = (isExpected: boolean) =>
      expect.poll(() => heardTone(app, PEER_HZ, 1500), { timeout: 20_000 }).toBe(isExpected);
    await isHeard(true);
    await press('Mute');
    await isHeard(false);
    await press('Unmute');
    await isHeard(true);
    await hears(true);
    await press('Hold');
    await app.process.waitFor('call', (mark) => mark['state'] === 'held');
    await hears(false);
    await press('Resume');
    // This phone stops recording at its first hold; that it hears us again is shown with the echo line (services/calls).
    await hears(true);

    // Digits are tones wherever no text is written.
    const digits = phone.events.length;
    await app.page.keyboard.type('42#');
    await expect
      .poll(() =>
        phone.events
          .slice(digits)
          .filter((event) => event.type === 'CALL_DTMF_START')
          .map((event) => event.param)
          .join(''),
      )
      .toBe('42#');
    // How it sounds is measured while it goes on, and kept with the call.
    await app.page.getByRole('button', { name: /^Call quality/ }).click();
    const quality = app.page.getByRole('dialog', { name: 'Call quality', exact: true });
    await expect(quality).toContainText(/Score.*Lost on the way to you.*Jitter/);
    await app.page.screenshot({ path: 'out/e2e/screens/call-quality.png' });
    await app.page.keyboard.press('Escape');
    await press('End');
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    const control = await app.control();
    await expect
      .poll(async () => {
        const log = await control.call('calls/history', { missedOnly: false, limit: 1 });
        return log.ok && (log.value.entries[0]?.quality?.seconds ?? 0);
      })
      .toBeGreaterThan(0);
    await phone.stop();
  });

  test('V2 V10 X5: answer or decline from the toast, and find each call in the history', async ({
    office,
    computer,
  }) => {
    const phone = await office.startPhone('carol', { codecs: ['PCMU'], sound: { toneHz: PEER_HZ } });
    const app = await computer(office.account('alice')).start({ microphone: toneFile() });
    await app.process.waitFor('registered');
    await phone.dial('sip:1001@example.test');
    const toast = app.page
      .getByRole('alertdialog')
      .or(app.page.getByRole('dialog', { name: /Incoming/ }))
      .first();
    await expect(toast).toContainText('Carol Clark');
    await app.page.screenshot({ path: 'out/e2e/screens/incoming.png' });
    await toast.getByRole('button', { name: 'Answer' }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    await expect
      .poll(async () => (await detectTone(await phone.heard(), MICROPHONE_HZ)).present, { timeout: 20_000 })
      .toBe(true);
    expect(await heardTone(app, PEER_HZ)).toBe(true);
    await phone.hangUp();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');

    await phone.dial('sip:1001@example.test');
    await toast.getByRole('button', { name: 'Decline' }).click();
    await phone.waitFor({ type: 'CALL_CLOSED' });
    // One that nobody took is counted in the rail, until the history is looked at.
    await phone.dial('sip:1001@example.test');
    await expect(toast).toContainText('Carol Clark');
    await phone.hangUp();
    await app.page.getByRole('button', { name: 'Calls, 1 missed call' }).click();
    await expect(app.page.getByRole('button', { name: 'Calls', exact: true })).toBeVisible();
    const history = app.page.getByRole('listbox', { name: /Call history/ });
    await expect(history).toContainText('Carol Clark');
    const search = app.page.getByRole('searchbox', { name: 'Search calls by name or number' });
    await search.fill('zacharias');
    await expect(app.page.getByText('No calls found.')).toBeVisible();
    await search.fill('clark');
    await expect(history).toContainText('Carol Clark');
    const control = await app.control();
    const log = await control.call('calls/history', { missedOnly: false, limit: 10 });
    expect(log.ok && log.value.entries.map((entry) => entry.outcome).slice(0, 3)).toEqual([
      'missed',
      'declined',
      'answered',
    ]);
    await phone.stop();
  });
});
