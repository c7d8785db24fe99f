import { describe, expect, it } from 'vitest';
import type { FakeComputer } from '../../../../test/fakes/fake-sources.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { RIGHT, sessionHarness } from '../../../../test/fakes/session-harness.ts';

/** The app on one computer, started as often as wanted. */
function onComputer(computer: FakeComputer) {
  const store = memoryKeyValue();
  return async () => {
    const harness = sessionHarness({ store, computer });
    await harness.session.start();
    await harness.settle();
    const useAnother = () =>
      harness.session.handlers['session/use-another-address'](undefined, {
        signal: new AbortController().signal,
      });
    return { ...harness, useAnother };
  };
}

const installed = { bootstrap: 'SERVICES_DOMAIN=example.test' };

describe('D2: what spares a person the address', () => {
  it('a known domain asks for the user name, and the name is enough', async () => {
    const harness = await onComputer(installed)();
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      suggested: { domain: 'example.test', asks: 'user-name' },
    });
    await harness.begin('alice');
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signing-in', address: 'alice@example.test' });
    await harness.givePassword(RIGHT);
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-in', address: 'alice@example.test' });
    await harness.run('session/sign-out');
    // Who has signed in once is known by the address.
    expect(harness.now()).not.toHaveProperty('suggested');
    expect(harness.now()).toMatchObject({ phase: 'signed-out', lastAddress: 'alice@example.test' });
  });

  it('a whole address in the field stays what it is; the services are looked for in the known domain', async () => {
    const harness = await onComputer(installed)();
    await harness.begin('alice@corp.test');
    await harness.settle();
    expect(harness.now()).toMatchObject({ address: 'alice@corp.test' });
    expect(harness.trace.spans()).toContainEqual(
      expect.objectContaining({
        name: 'finding-services',
        attributes: expect.objectContaining({ services: 'example.test', from: 'bootstrap' }),
      }),
    );
  });

  it('a failure keeps the question and what was typed', async () => {
    const harness = await onComputer({ bootstrap: 'SERVICES_DOMAIN=nowhere.test' })();
    await harness.begin('alice');
    await harness.settle();
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      lastAddress: 'alice@nowhere.test',
      suggested: { domain: 'nowhere.test' },
      error: { code: 'discovery.no-such-domain' },
    });
  });

  it('the user principal name signs in by itself and can be turned down for good', async () => {
    const start = onComputer({ user: 'alice@example.test' });
    const first = await start();
    expect(first.now()).toMatchObject({
      phase: 'signing-in',
      address: 'alice@example.test',
      isSuggested: true,
      needs: { kind: 'password' },
    });
    await first.useAnother();
    await first.settle();
    expect(first.now()).toEqual({ phase: 'signed-out', canOpenOffline: false, steps: [] });
    await first.session.stop();
    expect((await start()).now()).toEqual({ phase: 'signed-out', canOpenOffline: false, steps: [] });
  });

  it('a suggested domain is turned down, and a confirmed link is heard at once', async () => {
    const harness = await onComputer(installed)();
    await harness.useAnother();
    expect(harness.now()).not.toHaveProperty('suggested');
    await harness.deployment.adoptLink([{ name: 'ServicesDomain', value: 'link.test' }]);
    await harness.settle();
    expect(harness.now()).toMatchObject({ suggested: { domain: 'link.test' } });
  });

  it('an attempt that was begun by hand is not ended by a link', async () => {
    const harness = await onComputer({})();
    await harness.begin('alice@example.test');
    await harness.settle();
    await harness.deployment.adoptLink([{ name: 'ServicesDomain', value: 'link.test' }]);
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signing-in', address: 'alice@example.test' });
    await harness.run('session/cancel');
    expect(harness.now()).toMatchObject({ phase: 'signed-out', suggested: { domain: 'link.test' } });
  });

  it('A11: after a reset the installer speaks again', async () => {
    const harness = await onComputer(installed)();
    await harness.useAnother();
    await harness.reset(false);
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-out', suggested: { domain: 'example.test' } });
  });
});
