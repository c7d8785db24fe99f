import { describe, expect, it } from 'vitest';
import type { Destination } from '../../../shared/domain/phone.ts';
import { fail, ok, type Result, unwrap } from '../../../shared/errors/result.ts';
import type { DestinationChange, RemoteDestination } from '../../ports/remote-destinations.port.ts';
import { KeptDestinations } from './remote-destinations.ts';

const ACCOUNT = { servers: ['https://ucm/cucm-uds'], username: 'alice', password: 'x' };
const MOBILE: RemoteDestination = {
  ...{ id: 'd1', name: 'Mobile', number: '+447700900001', rings: true, canMove: true },
  devices: [{ name: 'RDPALICE', usage: '0' }],
};

/** `keeps`: what a server makes of a change. */
async function rig(
  kept: RemoteDestination[] = [MOBILE],
  keeps: (change: DestinationChange) => Result<void> = (change) => {
    const at = kept.findIndex(({ id }) => id === change.id);
    if (at === -1) kept.push({ ...change, id: 'new' });
    else kept[at] = { ...change, id: change.id ?? 'new' };
    return ok();
  },
) {
  let shown: readonly Destination[] | undefined;
  const asked: DestinationChange[] = [];
  const destinations = new KeptDestinations({
    source: {
      read: async () => ok([...kept]),
      save: async (_account, change) => (asked.push(change), keeps(change)),
    },
    show: (change) => (shown = change.destinations),
  });
  await destinations.begin(ACCOUNT, new AbortController().signal);
  return { destinations, asked, shown: () => shown };
}

describe('remote destinations', () => {
  it('V8: a number is changed, one is added beside it, and what the server keeps is shown', async () => {
    const { destinations, asked, shown } = await rig();
    expect(destinations.canMove).toBe(true);
    unwrap(await destinations.save({ id: 'd1', name: 'Mobile', number: '+44 (7700) 900-002', rings: false }));
    expect(asked[0]).toEqual({ ...MOBILE, number: '+447700900002', rings: false });
    unwrap(await destinations.save({ name: '', number: '02079460018', rings: true }));
    expect(asked[1]).toMatchObject({ name: '02079460018', devices: MOBILE.devices });
    expect(asked[1]?.id).toBeUndefined();
    expect(shown()?.map(({ number, rings }) => [number, rings])).toEqual([
      ['+447700900002', false],
      ['02079460018', true],
    ]);
  });

  it('V8: a server that says yes and keeps another number is not believed', async () => {
    const { destinations, shown } = await rig([MOBILE], () => ok());
    const change = { id: 'd1', name: 'Mobile', number: '1234567', rings: true };
    expect(await destinations.save(change)).toMatchObject({
      error: { code: 'desk-phone.destination-refused' },
    });
    expect(shown()?.[0]?.number).toBe(MOBILE.number);
  });

  it('V8: a refusal is told; an emergency number, an address and an unknown one are not even asked for', async () => {
    const { destinations, asked } = await rig([MOBILE], () => fail('http.status', { status: '409' }));
    const save = (number: string, id = 'd1') => destinations.save({ id, name: '', number, rings: true });
    expect(await save('1234567')).toMatchObject({ error: { code: 'desk-phone.destination-refused' } });
    expect(await save('112')).toMatchObject({ error: { code: 'call.bad-number' } });
    expect(await save('bob@example.test')).toMatchObject({ error: { code: 'call.bad-number' } });
    expect(await save('1234567', 'gone')).toMatchObject({ error: { code: 'call.not-possible-now' } });
    expect(asked).toHaveLength(1);
  });

  it('V8: whoever has no profile is shown nothing and can add nothing', async () => {
    const { destinations, shown } = await rig([]);
    expect(shown()).toBeUndefined();
    expect(destinations.canMove).toBe(false);
    expect(await destinations.save({ name: '', number: '1234567', rings: true })).toMatchObject({
      error: { code: 'call.not-possible-now' },
    });
  });
});
