import { encodeTone } from '../../lab/real/wav.ts';
import { expect, test } from '../fixtures/voicemail-office.ts';
import { whereabouts } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

const fromBob = {
  callerName: 'BAKER B',
  callerNumber: '1002',
  durationMs: 3_000,
  sound: encodeTone(440, { seconds: 3, sampleRate: 8_000 }),
};

test.describe('voicemail', { tag: '@voicemail' }, () => {
  test('V11 A9: a message comes at once, is heard, sought in, marked, deleted and brought back, with the first server down', async ({
    voicemailOffice: office,
    computer,
  }) => {
    const alice = office.person('alice');
    const unity = office.cisco.unity;
    if (!unity) throw new Error('the lab has no voicemail');
    const { page, process } = await computer(whereabouts(office)).start();
    await signInPage(page).typeAddress(alice.jid);
    await signInPage(page).givePassword(alice.password);
    await process.waitFor('registered');
    const hub = hubPage(page);
    await hub.goTo('Voicemail');
    await expect(page.getByText('No messages.')).toBeVisible();

    // Live: told by the server's events, long before anybody would look again.
    unity.leave('alice', fromBob);
    const row = page.getByRole('option', { name: /Bob Baker/ });
    await expect(row).toContainText('New');
    await expect(page.getByRole('button', { name: 'Voicemail, 1 new message' })).toBeVisible();
    await row.click();
    const player = page.getByRole('region', { name: /Message from Bob Baker/ });
    await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(row).not.toContainText('New');
    await expect.poll(() => unity.messages('alice')[0]?.isRead).toBe(true);
    await player.getByRole('button', { name: 'Pause' }).click();
    const position = player.getByRole('slider', { name: 'Position' });
    await position.fill('2500');
    await expect(position).toHaveAttribute('aria-valuetext', '0:03 of 0:03');
    await page.screenshot({ path: 'out/e2e/screens/voicemail.png' });

    // Answered by voice, and passed on to Carol as it is.
    await player.getByRole('button', { name: 'Answer' }).click();
    const answer = page.getByRole('dialog', { name: /^Answer to / });
    await answer.getByRole('button', { name: 'Record' }).click();
    await answer.getByRole('button', { name: 'Stop' }).click();
    await answer.getByRole('button', { name: 'Send' }).click();
    await expect(answer).toHaveCount(0);
    await expect.poll(() => unity.messages('bob')[0]?.sound.subarray(0, 4).toString()).toBe('RIFF');
    await player.getByRole('button', { name: 'Forward' }).click();
    const forward = page.getByRole('dialog', { name: /^Forward the message/ });
    await forward.getByLabel('Extensions or mail addresses').fill('1003');
    await forward.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => unity.messages('carol')[0]?.sound.equals(fromBob.sound)).toBe(true);

    await player.getByRole('button', { name: 'Delete' }).click();
    await expect(row).toHaveCount(0);
    await expect.poll(() => unity.messages('alice')[0]?.folder).toBe('deleted');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row).toBeVisible();
    await expect.poll(() => unity.messages('alice')[0]?.folder).toBe('inbox');

    // The first server goes: the second one takes over, what is done is done there.
    await unity.setDown(0, true);
    await row.click();
    await player.getByRole('button', { name: 'Pause' }).click();
    await player.getByRole('button', { name: 'Mark as new' }).click();
    await expect(row).toContainText('New');
    await expect.poll(() => unity.messages('alice')[0]?.isRead).toBe(false);
    // Both: what was read is still there, with its time.
    await unity.setDown(1, true);
    unity.leave('alice', fromBob);
    await player.getByRole('button', { name: 'Mark as heard' }).click();
    await expect(page.getByText(/Showing messages from/)).toBeVisible();
    await expect(row).toHaveCount(1);
    await unity.setDown(0, false);
    await unity.setDown(1, false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(row).toHaveCount(2);
  });
});
