import { expect, it } from 'vitest';
import { callsHarness, settle } from '../../../test/fakes/calls-harness.ts';
import { fixedPolicies } from '../../../test/fakes/fixed-policies.ts';
import { memoryCallLog } from '../../../test/fakes/memory-call-log.ts';
import { memoryKeyValue } from '../../../test/fakes/memory-key-value.ts';
import { seededRandom } from '../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../test/fakes/silent-log.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { IdentityStore } from '../ports/storage.port.ts';
import { createCallsOfSession } from './calls-of-session.ts';

it('V3: the last good rate of a picture is kept over a restart, for the identity', async () => {
  const keyValue = memoryKeyValue();
  const identity = { keyValue, callLog: memoryCallLog() } as unknown as IdentityStore;
  const spec = async (rate?: number) => {
    const { sip, gateway, publisher, clock, trace } = callsHarness();
    const calls = createCallsOfSession({
      ...{ sip, gateway, publisher, clock, trace, log: silentLog, random: seededRandom() },
      resolveParty: () => Promise.resolve(undefined),
      isDoNotDisturb: () => false,
      policies: fixedPolicies(),
      settings: { current: () => defaultSettings },
      onOnCall: () => undefined,
      onPresenting: () => undefined,
      onRinging: () => undefined,
    });
    await calls.start(identity, 'alice@example.test');
    const { signal } = new AbortController();
    const { callId } = unwrap(await calls.handlers['calls/dial']({ target: '1002' }, { signal }));
    await settle();
    const opened = gateway.sessions.get(callId);
    if (rate !== undefined) gateway.emit({ type: 'video-rate', sessionId: callId, rate });
    await calls.stop();
    return opened?.video;
  };
  expect(await spec(700_000.4)).not.toHaveProperty('lastGoodRate');
  expect(await spec()).toMatchObject({ lastGoodRate: 700_000 });
});
