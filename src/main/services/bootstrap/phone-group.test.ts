import { describe, expect, it } from 'vitest';
import { alice, ciscoHarness } from '../../../../test/fakes/cisco-harness.ts';
import { settled, signIn, step } from '../../../../test/fakes/cisco-person.ts';
import type { CiscoUser } from '../../../../lab/cisco/model.ts';

const withPhones = (...names: readonly string[]): CiscoUser => ({
  ...alice,
  devices: names.map((name, at) => ({
    name,
    description: `Phone ${at}`,
    lines: [{ number: `100${at}` }, { number: `200${at}` }],
  })),
});

describe('the phone of a cluster with more of everything', () => {
  it('A9: the whole group in its order, the survivable router last, and the timers of the device file', async () => {
    const harness = await ciscoHarness({
      peers: {
        sip: {
          ...{ host: 'ucm-b.example.test', port: 5060, tlsPort: 5061 },
          others: [{ host: 'ucm-c.example.test', port: 5070 }],
          srst: { host: 'srst.example.test', port: 5060 },
          ...{ keepAliveS: 60, monitorS: 90 },
        },
      },
    });
    await signIn(harness);
    const transport = 'tcp';
    expect(harness.accounts.phone).toMatchObject({
      registrars: [
        { host: 'ucm-b.example.test', port: 5060, transport },
        { host: 'ucm-c.example.test', port: 5070, transport },
        { host: 'srst.example.test', port: 5060, transport, isSurvivable: true },
      ],
      timers: { keepAliveS: 60, monitorS: 90 },
    });
    const saved = await harness.cache.deployment('alice@example.test').get();
    expect(saved?.deployment.sip).toMatchObject({
      registrars: [{}, {}, { isSurvivable: true }],
      timers: { keepAliveS: 60, monitorS: 90 },
    });
  });

  it('V1: of several softphones the one that the person picks is registered, with all its lines', async () => {
    const asked: unknown[] = [];
    const harness = await ciscoHarness({
      users: [withPhones('CSFALICEHOME', 'CSFALICE')],
      session: {
        devices: {
          choose(address, softphones, { isQuiet }) {
            asked.push([address, softphones.map(({ name }) => name), isQuiet]);
            return Promise.resolve('CSFALICEHOME');
          },
        },
      },
    });
    await signIn(harness);
    await settled(harness);
    // The likeliest, the one with the user's name, stands first.
    expect(asked).toEqual([['alice@example.test', ['CSFALICE', 'CSFALICEHOME'], false]]);
    expect(harness.accounts.phone).toMatchObject({ device: { name: 'CSFALICEHOME' } });
    const lines = step(harness, 'profile')?.details.find(({ name }) => name === 'lines');
    expect(lines?.value).toBe('1000, 2000');
    const { label, furtherLines } = harness.accounts.phone ?? {};
    expect([label, furtherLines?.map((line) => line.label)]).toEqual(['1000', ['2000']]);
    expect(furtherLines?.[0]).toMatchObject({ aor: expect.stringMatching(/^sip:2000@/) as string });
  });

  it('V1: where nobody is there to ask it is the one with the user name', async () => {
    const harness = await ciscoHarness({ users: [withPhones('CSFALICEHOME', 'CSFALICE')] });
    await signIn(harness);
    expect(harness.accounts.phone).toMatchObject({ device: { name: 'CSFALICE' } });
  });
});
