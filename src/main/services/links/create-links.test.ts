import { describe, expect, it, vi } from 'vitest';
import { fakeSources } from '../../../../test/fakes/fake-sources.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { ProductMode } from '../../../shared/domain/product-mode.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { failure, ok } from '../../../shared/errors/result.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import { StorageError } from '../../ports/storage.port.ts';
import { createConfigCache } from '../config-cache/create-config-cache.ts';
import { createLocalDeployment } from '../deployment/create-local-deployment.ts';
import { createLinks } from './create-links.ts';
import { linkRules } from './link-rules.ts';

const signedIn = (mode: ProductMode = 'full-uc'): Session => ({
  phase: 'signed-in',
  address: 'a@b',
  name: 'A',
  mode,
  isFromCache: false,
  steps: [],
  hasNewConfiguration: false,
});

function bench(start: Session = signedIn(), given: Parameters<typeof effectiveConfiguration>[0] = {}) {
  const clock = manualClock();
  const cache = createConfigCache({ store: memoryKeyValue(), log: silentLog, random: seededRandom() });
  const done: string[] = [];
  const questions: Parameters<Prompter['ask']>[0][] = [];
  const notices: Parameters<Prompter['tell']>[0][] = [];
  const answer = { isYes: true };
  let session = start;
  let listener: (session: Session) => void = () => undefined;
  const deployment = createLocalDeployment({ sources: fakeSources(), cache, log: silentLog });
  const links = createLinks({
    clock,
    deployment,
    log: silentLog,
    rules: () => linkRules(effectiveConfiguration(given)),
    prompter: {
      ask: async (prompt) => {
        questions.push(prompt);
        return answer.isYes;
      },
      tell: (notice) => void notices.push(notice),
    },
    session: {
      current: () => session,
      onChange: (each) => {
        listener = each;
        return () => undefined;
      },
    },
    conference: async (targets) => {
      done.push(`conference ${targets.join(' ')}`);
      return ok();
    },
    dial: async (target) => {
      done.push(`dial ${target}`);
      return ok();
    },
    prepareChat: async (address, draft) => {
      done.push(`chat ${address} ${JSON.stringify(draft)}`);
      return ok();
    },
  });
  return {
    clock,
    cache,
    done,
    questions,
    notices,
    answer,
    links,
    open: (url: string) => links.handlers['links/open']({ url }, { signal: new AbortController().signal }),
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
    enter(next: Session) {
      session = next;
      listener(next);
    },
  };
}

describe('a link that is opened', () => {
  it('X1 V15: several people are called together only after a yes', async () => {
    const desk = bench();
    await desk.open('CISCOTELCONF:bob@example.test;carol@example.test');
    await desk.settle();
    const targets = ['sip:bob@example.test', 'sip:carol@example.test'];
    expect(desk.questions).toEqual([{ kind: 'conference', targets }]);
    expect(desk.done).toEqual([`conference ${targets.join(' ')}`]);
    desk.answer.isYes = false;
    await desk.open('ciscotelconf:1002;1003');
    await desk.settle();
    expect(desk.done).toHaveLength(1);
  });

  it('X3: is dialled only after a yes, exactly as it was shown', async () => {
    const desk = bench();
    expect(await desk.open('TEL:+1-201-555-0123')).toEqual(ok());
    await desk.settle();
    expect(desk.questions).toEqual([
      { kind: 'dial', target: '+12015550123', shown: '+12015550123', isEmergency: false },
    ]);
    expect(desk.done).toEqual(['dial +12015550123']);
    desk.answer.isYes = false;
    await desk.open('sip:bob@example.test');
    await desk.settle();
    expect(desk.done).toHaveLength(1);
  });

  it('X2: fills a composer after a yes, and sends nothing', async () => {
    const desk = bench();
    await desk.open('xmpp:bob@example.test?message;subject=I.T.%20Desk;body=Hello');
    await desk.settle();
    expect(desk.questions).toEqual([
      { kind: 'chat-prefill', addresses: ['bob@example.test'], subject: 'I.T. Desk', body: 'Hello' },
    ]);
    expect(desk.done).toEqual(['chat bob@example.test "I.T. Desk\\nHello"']);
  });

  it('X3: garbage gives one sentence and nothing else', async () => {
    const desk = bench();
    desk.links.open('tel:%zz');
    await desk.settle();
    expect(desk.notices).toMatchObject([
      { tone: 'warning', text: { key: 'error.link.malformed' }, error: { code: 'link.malformed' } },
    ]);
    expect([desk.questions, desk.done]).toEqual([[], []]);
  });

  it('X3: at most two are acted on in ten seconds', async () => {
    const desk = bench();
    expect([await desk.open('tel:1'), await desk.open('tel:2'), await desk.open('tel:3')]).toMatchObject([
      { ok: true },
      { ok: true },
      { error: { code: 'link.too-many' } },
    ]);
    desk.clock.advance(9_999);
    expect(await desk.open('tel:4')).toMatchObject({ error: { code: 'link.too-many' } });
    desk.clock.advance(1);
    expect(await desk.open('tel:5')).toEqual(ok());
    await desk.settle();
    expect(desk.done).toEqual(['dial 1', 'dial 2', 'dial 5']);
  });

  const given = (source: 'policy' | 'link', ...pairs: readonly [string, string][]) => ({
    [source]: pairs.map(([name, value]) => ({ name, value, section: 'Policies' })),
  });

  it('X3: only the administrator’s policy removes the question, never a link’s own, never before an emergency call', async () => {
    const off = [
      ['EnableTelProtocolPopupWindow', 'false'],
      ['CiscoTelProtocolPermissionEnabled', 'false'],
      ['EnableTelephonyProtocolRateLimit', 'false'],
    ] as const;
    const desk = bench(signedIn(), given('policy', ...off.map((each): [string, string] => [...each])));
    for (const url of ['TEL:1001', 'ciscotel:1002', 'sip:bob@example.test', 'tel:112', 'clicktocall:1003'])
      expect(await desk.open(url)).toEqual(ok());
    await desk.settle();
    expect(desk.questions).toMatchObject([
      { kind: 'dial', target: 'sip:bob@example.test' },
      { kind: 'dial', target: '112', isEmergency: true },
      { kind: 'dial', target: '1003' },
    ]);
    expect(desk.done.slice(0, 2)).toEqual(['dial 1001', 'dial 1002']);
    const told = bench(signedIn(), given('link', ['EnableTelProtocolPopupWindow', 'false']));
    await told.open('tel:1001');
    await told.settle();
    expect(told.questions).toHaveLength(1);
  });

  it('X3: the administrator sets how many links are acted on, and which kinds', async () => {
    const desk = bench(
      signedIn(),
      given(
        'policy',
        ['TelephonyProtocolRateLimit', '1'],
        ['TelephonyProtocolTimeLimit', '5'],
        ['EnableSIPProtocol', 'false'],
      ),
    );
    expect([await desk.open('tel:1'), await desk.open('tel:2')]).toMatchObject([
      { ok: true },
      { error: { code: 'link.too-many' } },
    ]);
    desk.clock.advance(5_000);
    expect(await desk.open('SIPS:bob@example.test')).toMatchObject({ error: { code: 'link.switched-off' } });
  });

  it('X3 S3: setup links are counted by themselves, as the administrator says', async () => {
    const desk = bench(
      signedIn(),
      given('policy', ['ProvisionProtocolRateLimit', '1'], ['ProvisionProtocolTimeLimit', '5']),
    );
    const setup = 'ciscojabber://provision?ServicesDomain=example.test';
    const many = { error: { code: 'link.too-many' } };
    expect([await desk.open(setup), await desk.open('PARLANCE' + setup.slice(11))]).toMatchObject([
      { ok: true },
      many,
    ]);
    expect([await desk.open('tel:1'), await desk.open('tel:2')]).toEqual([ok(), ok()]);
    desk.clock.advance(5_000);
    expect([await desk.open(setup), await desk.open('tel:3')]).toMatchObject([{ ok: true }, many]);
  });

  it('X2: a link into a room asks first; the window goes in', async () => {
    const desk = bench();
    await desk.open('xmpp:team@rooms.example.test?join;password=s3');
    await desk.settle();
    expect(desk.questions).toEqual([{ kind: 'room-link', room: 'team@rooms.example.test', password: 's3' }]);
    expect(desk.done).toEqual([]);
  });

  it.each([
    ['im-only', 'tel:1001'],
    ['phone-only', 'xmpp:bob@example.test'],
  ] as const)('A6: in %s mode %s says that there is no such service', async (mode, url) => {
    const desk = bench(signedIn(mode));
    expect(await desk.open(url)).toMatchObject({ error: { code: 'link.no-service' } });
    expect(desk.questions).toEqual([]);
  });

  it('X1: a cold start waits for the sign-in', async () => {
    const desk = bench({ phase: 'starting' });
    desk.links.open('im:bob@example.test');
    await desk.settle();
    expect(desk.questions).toEqual([]);
    desk.enter(signedIn());
    await desk.settle();
    expect(desk.done).toEqual(['chat bob@example.test ""']);
    desk.enter(signedIn());
    await desk.settle();
    expect(desk.done).toHaveLength(1);
    expect(desk.notices).toEqual([]);
  });

  it('X1: where the person must sign in first, it is said once that the link waits', async () => {
    const waits = { tone: 'info', text: { key: 'links.waits' } };
    const desk = bench({ phase: 'starting' });
    desk.links.open('im:bob@example.test');
    desk.enter({ phase: 'signed-out', canOpenOffline: false, steps: [] });
    desk.links.open('tel:1001');
    expect(desk.notices).toEqual([waits]);
    desk.enter(signedIn());
    await desk.settle();
    expect(desk.done).toEqual(['chat bob@example.test ""', 'dial 1001']);
    desk.enter({ phase: 'signed-out', canOpenOffline: false, steps: [] });
    expect(desk.notices).toEqual([waits]);
  });
});

describe('D8: a setup link', () => {
  const url =
    'ciscojabber://provision?ServicesDomain=example.test&VoiceServicesDomain=voice.example.test&ServiceDiscoveryExcludedServices=WEBEX';

  it('changes nothing until its domain is confirmed', async () => {
    const desk = bench({ phase: 'signed-out', canOpenOffline: false, steps: [] });
    desk.answer.isYes = false;
    await desk.open(url);
    await desk.settle();
    expect(desk.questions).toMatchObject([{ kind: 'provision', domain: 'example.test' }]);
    expect(await desk.cache.link.get()).toBeUndefined();
  });

  it('that can’t be kept says so', async () => {
    const desk = bench();
    vi.spyOn(desk.cache.link, 'set').mockRejectedValue(new StorageError(failure('storage.unavailable')));
    await desk.open(url);
    await desk.settle();
    expect(desk.notices).toMatchObject([{ error: { code: 'storage.unavailable' } }]);
  });

  it('D2, D4, D7: tells the next sign-in where to look', async () => {
    const desk = bench();
    await desk.open(url);
    await desk.settle();
    expect(await desk.cache.link.get()).toEqual({
      keys: [
        { name: 'ServicesDomain', value: 'example.test' },
        { name: 'VoiceServicesDomain', value: 'voice.example.test' },
        { name: 'ServiceDiscoveryExcludedServices', value: 'WEBEX' },
      ],
    });
    expect(desk.notices).toMatchObject([
      { text: { key: 'links.provisioned', params: { domain: 'example.test' } } },
    ]);
  });
});
