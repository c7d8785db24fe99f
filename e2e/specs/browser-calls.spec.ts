import type { RealLab } from '../../lab/real/office.ts';
import { toneFile } from '../fixtures/microphone.ts';
import { expect, test } from '../fixtures/office.ts';
import { heardTone, playedBy } from '../fixtures/speaker.ts';
import { hubPage } from '../pages/hub-page.ts';

/** Somebody whose phone registers as a browser does. */
const overWebSocket = (office: RealLab, name: string) => {
  const { sip } = office.plan;
  return {
    ...office.account(name),
    sip: {
      aor: `sip:${name}@${office.domain}`,
      registrar: `sip:${sip.name}:${sip.ports.wss};transport=wss`,
      authUser: name,
    },
  };
};

test.describe('calls past the gateway', { tag: '@calls' }, () => {
  test('V1 V2: two phones over WebSocket hear each other straight, and lose nothing but the window when it is reloaded', async ({
    office,
    computer,
  }) => {
    const [alice, dave] = await Promise.all(
      [['alice', 1000] as const, ['dave', 440] as const].map(async ([name, hz]) => {
        const app = await computer(overWebSocket(office, name)).start({ microphone: toneFile(hz) });
        await app.process.waitFor('registered');
        return app;
      }),
    );
    if (!alice || !dave) throw new Error('nobody there');
    await hubPage(alice.page).search().fill('1004');
    await hubPage(alice.page).search().press('Enter');
    await dave.page
      .getByRole('button', { name: /^Answer/ })
      .first()
      .click();
    const card = alice.page.getByRole('region', { name: /^Call with/ });
    await expect(card).toContainText('Connected');
    await alice.process.waitFor('rtp-sent');
    expect(await Promise.all([heardTone(alice, 440), heardTone(dave, 1000)])).toEqual([true, true]);
    await expect(card.getByRole('button', { name: 'Start video' })).toHaveCount(0);
    const played = () => Promise.all([playedBy(alice), playedBy(dave)]);
    const before = await played();
    await alice.page.reload();
    await expect(card).toContainText('Connected');
    expect(await played()).toEqual(before);
    expect(await Promise.all([heardTone(alice, 440), heardTone(dave, 1000)])).toEqual([true, true]);
    await card.getByRole('button', { name: 'End', exact: true }).click();
    await dave.process.waitFor('call', (mark) => mark['state'] === 'ended');
  });
});
