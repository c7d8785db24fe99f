import { describe, expect, it } from 'vitest';
import { ciscoHarness as start } from '../../../../test/fakes/cisco-harness.ts';
import { settled, signIn, step } from '../../../../test/fakes/cisco-person.ts';
import { eventually } from '../../../../test/fakes/sign-on-person.ts';
import { RIGHT } from '../../../../test/fakes/session-harness.ts';

describe('faults on the way', () => {
  it.each([
    ['malformed XML from UDS', { kind: 'malformed-xml', path: 'clusterUser' }, 'http.bad-content'],
    ['garbage from UDS', { kind: 'garbage', path: 'clusterUser' }, 'http.bad-content'],
    ['an empty answer', { kind: 'empty', path: 'clusterUser' }, 'http.bad-content'],
    ['an answer of 50 MB', { kind: 'huge', path: 'clusterUser' }, 'http.too-large'],
    ['a server error with an HTML page', { kind: 'html-500', path: 'clusterUser' }, 'http.status'],
    ['a server that hangs', { kind: 'hang', path: 'clusterUser' }, 'net.timeout'],
    ['a broken connection', { kind: 'reset', path: 'clusterUser' }, 'net.reset'],
    ['redirects without end', { kind: 'redirect-loop', path: 'clusterUser' }, 'http.status'],
  ] as const)('Q2: %s gives one clear error, and the app goes on', async (_title, fault, code) => {
    const harness = await start();
    const remove = harness.lab.addFault(fault);
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code } });
    expect(step(harness, 'home-server')).toMatchObject({ state: 'failed', error: { code } });
    remove();
    await harness.run('session/retry');
    await settled(harness);
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now().phase).toBe('signed-in');
  });

  it('A2: where the publisher cannot say how to sign in, another node is asked; nobody types a password on a guess', async () => {
    const harness = await start({ sso: 'enabled', listsEveryNode: true });
    harness.lab.addFault({ kind: 'html-500', node: 'ucm-b', path: 'singleSignOn' });
    harness.browser.deeds.push({ kind: 'sign-in', user: 'alice', password: RIGHT });
    await harness.session.start();
    await harness.begin();
    await eventually(() => expect(harness.now().phase).toBe('signed-in'));
  });

  it('A2: where no node can say it, that is told, and no password is asked for', async () => {
    const harness = await start({ sso: 'enabled', listsEveryNode: true });
    harness.lab.addFault({ kind: 'garbage', path: 'singleSignOn' });
    await harness.session.start();
    await harness.begin();
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'http.bad-content' } });
    expect(step(harness, 'home-server')).toMatchObject({ state: 'failed' });
  });

  it.each([
    ['50 MB', { kind: 'huge', path: 'jabber-config.xml' }, 'http.too-large'],
    ['malformed', { kind: 'malformed-xml', path: 'jabber-config.xml' }, 'config.malformed'],
    ['garbage', { kind: 'garbage', path: 'SPDefault' }, 'config.malformed'],
    ['a server error', { kind: 'html-500', path: 'jabber-config.xml' }, 'config.unavailable'],
  ] as const)(
    'A3: a configuration file that is %s does not stop the sign-in, and is told',
    async (_title, fault, code) => {
      const harness = await start();
      harness.lab.addFault(fault);
      await signIn(harness);
      expect(harness.now().phase).toBe('signed-in');
      expect(step(harness, 'profile')).toMatchObject({ state: 'failed', error: { code } });
      expect(harness.notices).toMatchObject([
        { tone: 'warning', text: { key: `error.${code}` }, error: { code } },
      ]);
    },
  );

  it('A3: with the file gone bad the last good one is used', async () => {
    const harness = await start({ jabberConfig: { Policies: { Telephony_Enabled: 'false' } } });
    await signIn(harness);
    harness.lab.addFault({ kind: 'malformed-xml', path: 'jabber-config.xml' });
    await harness.run('session/retry');
    await settled(harness);
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only' });
  });

  it('A3: where the web service is down the files come by TFTP', async () => {
    const harness = await start();
    await harness.lab.setNodeDown('tftp', true);
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(step(harness, 'profile')).toMatchObject({ state: 'done' });
  });

  it('A9: the next SRV target is asked when the first is down', async () => {
    const harness = await start();
    const { 'ucm-a': a, 'ucm-b': b } = harness.lab.nodes;
    harness.dnsServer.remove('_cisco-uds._tcp.example.test');
    harness.dnsServer.add(
      { name: '_cisco-uds._tcp.example.test', type: 'SRV', target: a.fqdn, port: a.port, priority: 1 },
      { name: '_cisco-uds._tcp.example.test', type: 'SRV', target: b.fqdn, port: b.port, priority: 2 },
    );
    await harness.lab.setNodeDown('ucm-a', true);
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
  });

  it('a home server that is down is told by name', async () => {
    const harness = await start();
    await harness.lab.setNodeDown('ucm-b', true);
    await signIn(harness);
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      error: { code: 'net.refused', params: { host: 'ucm-b.example.test', port: 8443 } },
    });
  });

  it('without chat the phone still signs in', async () => {
    const harness = await start();
    await harness.lab.setNodeDown('imp-a', true);
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in' });
    expect(step(harness, 'chat')).toMatchObject({ state: 'failed', error: { code: 'net.refused' } });
    expect(step(harness, 'phone')).toMatchObject({ state: 'done' });
  });

  it('A8: a home node that is down at sign-in is left for the one that the profile names beside it', async () => {
    const net = `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;
    const harness = await start({
      hosts: [`${net}.1`, `${net}.2`, `${net}.3`, `${net}.4`],
      presencePair: { relogin: { lowerS: 30, upperS: 60 } },
    });
    await harness.lab.setNodeDown('imp-a', true);
    await signIn(harness);
    expect(step(harness, 'chat')).toMatchObject({ state: 'done' });
    const saved = await harness.cache.deployment('alice@example.test').get();
    expect(saved?.deployment.xmpp).toMatchObject({
      soap: ['imp-a.example.test:8443', 'imp-b.example.test:8443'],
      targets: [{ host: 'imp-a.example.test' }, { host: 'imp-b.example.test' }],
      relogin: { lowerS: 30, upperS: 60 },
    });
    expect(harness.accounts.chat?.credentials).toHaveProperty('guide');
  });

  it('A8: of a pair the user’s record need not name the second node', async () => {
    const net = `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;
    const harness = await start({
      hosts: [`${net}.1`, `${net}.2`, `${net}.3`, `${net}.4`],
      presencePair: {},
    });
    await signIn(harness);
    const saved = await harness.cache.deployment('alice@example.test').get();
    expect(saved?.deployment.xmpp?.soap).toEqual(['imp-a.example.test:8443', 'imp-b.example.test:8443']);
  });

  it('A2: a refusal stops everything: no other node, no other service is tried', async () => {
    const harness = await start();
    harness.lab.addFault({ kind: 'unauthorized', path: '/user/alice' });
    await signIn(harness);
    expect(harness.now()).toMatchObject({
      phase: 'signing-in',
      needs: { error: { code: 'auth.wrong-password' } },
    });
    const asked = harness.lab.counters.requests.filter(({ path }) => /\/user\/|EPAS/.test(path));
    expect(asked).toHaveLength(1);
    expect(harness.passwords).toEqual([]);
  });
});

describe('A10: certificates', () => {
  it.each(['unknown-ca', 'expired', 'wrong-name'] as const)(
    'a certificate that is %s is shown, and refused unless accepted',
    async (kind) => {
      const harness = await start();
      await harness.lab.setCertificate('ucm-a', kind);
      await signIn(harness);
      expect(harness.now()).toMatchObject({
        phase: 'signed-out',
        error: { code: 'tls.untrusted', params: { host: 'ucm-a.example.test' } },
      });
      expect(harness.questions).toMatchObject([
        {
          kind: 'certificate',
          host: 'ucm-a.example.test',
          canAccept: true,
          fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        },
      ]);
      expect(harness.lab.counters.requests.filter(({ node }) => node === 'ucm-a')).toEqual([]);
    },
  );

  it('an accepted one is pinned and not asked for again, until it changes', async () => {
    const harness = await start();
    harness.script.acceptsPrompts = true;
    await harness.lab.setCertificate('ucm-a', 'unknown-ca');
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
    expect(harness.questions).toHaveLength(1);
    await harness.run('session/retry');
    await settled(harness);
    expect(harness.questions).toHaveLength(1);
  });
});
