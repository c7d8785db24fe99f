import { detectTone } from '../../lab/real/tone.ts';
import { toneFile } from '../fixtures/microphone.ts';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

const CAROL_HZ = 440;

test.describe('mid-call', { tag: '@calls' }, () => {
  test('V4: by the keyboard: a colleague is asked first, all three talk, and the caller is sent on', async ({
    office,
    computer,
  }) => {
    const quiet = { answer: 'auto', codecs: ['PCMU'] } as const;
    const carol = await office.startPhone('carol', { ...quiet, sound: { toneHz: CAROL_HZ } });
    const dave = await office.startPhone('dave', { ...quiet, sound: { toneHz: 700 } });
    const home = computer(office.account('alice'));
    const { page, process } = await home.start({ microphone: toneFile() });
    await process.waitFor('registered');
    const card = (name: RegExp) => page.getByRole('region', { name });
    const [caller, colleague] = [card(/^Call with (Carol|1003)/), card(/^Call with (Dave|1004)/)];

    // By a link to both they are called together, and hear each other without another word.
    await home.click('CISCOTELCONF:1003;1004');
    const question = page.getByRole('dialog');
    await expect(question).toContainText('Call 2 people together?');
    await question.getByRole('button', { name: 'Call', exact: true }).click();
    await expect(colleague).toContainText(/Conference with (Carol|1003)/);
    await expect(caller).toContainText(/Conference with (Dave|1004)/);
    for (const one of [colleague, caller]) {
      await one.getByRole('button', { name: 'End', exact: true }).press('Enter');
      await one.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    }
    await expect(page.getByRole('region', { name: /^Call with/ })).toHaveCount(0);

    await hubPage(page).search().fill('1003');
    await hubPage(page).search().press('Enter');
    await expect(caller).toContainText('Connected');

    // Talk first: Alt+T, a number, Enter; the caller waits on hold.
    await caller.press('Alt+t');
    await page.getByRole('combobox', { name: 'Transfer to' }).fill('1004');
    await page.screenshot({ path: 'out/e2e/screens/transfer-panel.png' });
    await page.getByRole('combobox', { name: 'Transfer to' }).press('Enter');
    await expect(colleague).toContainText('Connected');
    await expect(caller).toContainText('On hold');
    await expect(page.getByRole('button', { name: 'Complete transfer' })).toBeFocused();
    await page.screenshot({ path: 'out/e2e/screens/consultation.png' });

    // All three: with our own voice off Dave hears Carol alone, so what he hears went through our mix.
    await page.getByRole('button', { name: 'Join all' }).press('Enter');
    await expect(colleague).toContainText(/Conference with (Carol|1003)/);
    await expect(caller).toContainText('Connected');
    await colleague.press('Space');
    await expect
      .poll(async () => (await detectTone(await dave.heard(), CAROL_HZ)).present, { timeout: 20_000 })
      .toBe(true);
    await page.screenshot({ path: 'out/e2e/screens/conference.png' });
    await colleague.getByRole('button', { name: 'End', exact: true }).press('Enter');
    await dave.waitFor({ type: 'CALL_CLOSED' });
    await expect(caller).not.toContainText('Conference');

    // Now: sent on without a word.
    await caller.press('Alt+t');
    await page.getByRole('combobox', { name: 'Transfer to' }).fill('1004');
    await page.getByRole('button', { name: 'Transfer now' }).press('Enter');
    await expect.poll(() => dave.events.filter(({ type }) => type === 'CALL_ESTABLISHED').length).toBe(3);
    await expect(caller).toContainText('Call ended');
    await carol.stop();
    await dave.stop();
  });
});
