import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { UntrustedCertificate } from '../../ports/trust.port.ts';
import { readAccountFile } from './account-file.ts';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { type CertificatePolicy, certificatePolicyOf } from './certificate-policy.ts';
import { createCertificates } from './certificates.ts';
import { createCredentialStore, recall } from './credential-store.ts';
import { prove, type ProofEvent, type ProofState } from './password-proof.machine.ts';
import { isSameDeployment } from './same-deployment.ts';

describe('A2: who may show the password when', () => {
  it.each<[ProofState, ProofEvent, ProofState, string | undefined]>([
    ['waiting', 'accepted', 'proven', 'start-others'],
    ['waiting', 'refused', 'refused', 'stop-all'],
    ['waiting', 'unavailable', 'unproven', 'start-others'],
    ['waiting', 'head-start-over', 'unproven', 'start-others'],
    ['unproven', 'accepted', 'proven', undefined],
    ['unproven', 'refused', 'refused', 'stop-all'],
    ['unproven', 'unavailable', 'unproven', undefined],
    ['unproven', 'head-start-over', 'unproven', undefined],
    ['proven', 'refused', 'proven', undefined],
    ['proven', 'accepted', 'proven', undefined],
    ['proven', 'unavailable', 'proven', undefined],
    ['proven', 'head-start-over', 'proven', undefined],
    ['refused', 'accepted', 'refused', undefined],
    ['refused', 'refused', 'refused', undefined],
    ['refused', 'unavailable', 'refused', undefined],
    ['refused', 'head-start-over', 'refused', undefined],
  ])('%s + %s → %s', (state, event, next, effect) => {
    expect(prove(state, event)).toEqual({ state: next, ...(effect !== undefined && { effect }) });
  });
});

const certificate: UntrustedCertificate = {
  host: 'ucm.example.test',
  service: 'uds',
  cause: 'unknown-issuer',
  subject: 'CN=ucm',
  issuer: 'CN=own',
  validFrom: 'then',
  validTo: 'later',
  fingerprint: 'AA:BB',
};
const untrusted = { code: 'tls.untrusted', params: { host: 'ucm.example.test' } } as const;
const signal = new AbortController().signal;

function certificateBench(
  isAccepted: boolean,
  policy: CertificatePolicy = 'prompt',
  store = memoryKeyValue(),
) {
  const questions: Parameters<Prompter['ask']>[0][] = [];
  const prompter: Prompter = {
    ask: async (prompt) => {
      questions.push(prompt);
      return isAccepted;
    },
    tell: () => undefined,
  };
  const certificates = createCertificates({ store, prompter, log: silentLog, authorities: ['PEM'] });
  certificates.obey(policy);
  return { questions, store, certificates };
}

describe('A10: certificates', () => {
  it('an accepted one is pinned to its host, also after a restart', async () => {
    const { certificates, store, questions } = certificateBench(true);
    certificates.trust.report(certificate);
    expect(await certificates.review(untrusted, signal)).toBe(true);
    expect(questions).toMatchObject([
      { kind: 'certificate', host: 'ucm.example.test', fingerprint: 'AA:BB', canAccept: true },
    ]);
    const next = certificateBench(false, 'prompt', store).certificates;
    await next.load();
    expect(next.trust.isPinned('UCM.example.test', 'AA:BB')).toBe(true);
    expect(next.trust.isPinned('other.example.test', 'AA:BB')).toBe(false);
    expect(next.trust.isPinned('ucm.example.test', 'CC')).toBe(false);
    await next.forgetPins();
    expect(next.trust.isPinned('ucm.example.test', 'AA:BB')).toBe(false);
  });

  it('one question for all services that meet it', async () => {
    const { certificates, questions } = certificateBench(true);
    certificates.trust.report(certificate);
    expect(
      await Promise.all([certificates.review(untrusted, signal), certificates.review(untrusted, signal)]),
    ).toEqual([true, true]);
    expect(await certificates.review(untrusted, signal)).toBe(true);
    expect(questions).toHaveLength(1);
  });

  it('one that was refused is not asked about again in the same attempt, but in the next', async () => {
    const { certificates, questions } = certificateBench(false);
    certificates.trust.report(certificate);
    expect(await certificates.review(untrusted, signal)).toBe(false);
    expect(await certificates.review(untrusted, signal)).toBe(false);
    expect(questions).toHaveLength(1);
    expect(await certificates.review(untrusted, new AbortController().signal)).toBe(false);
    expect(questions).toHaveLength(2);
  });

  it('another one of a pinned host is shown as changed', async () => {
    const { certificates, questions } = certificateBench(true);
    certificates.trust.report(certificate);
    await certificates.review(untrusted, signal);
    certificates.trust.report({ ...certificate, fingerprint: 'CC:DD' });
    await certificates.review(untrusted, signal);
    expect(questions.at(-1)).toMatchObject({ cause: 'changed' });
    // Another service of the same name is another server, not a change.
    certificates.trust.report({ ...certificate, service: 'sip', fingerprint: 'EE:FF' });
    await certificates.review(untrusted, signal);
    expect(questions.at(-1)).toMatchObject({ cause: 'unknown-issuer', service: 'sip' });
  });

  it.each([
    ['the policy forbids it', 'reject', 'unknown-issuer'],
    ['it was revoked', 'prompt', 'revoked'],
  ] as const)('cannot be accepted where %s, whatever the answer', async (_title, policy, cause) => {
    const { certificates, questions } = certificateBench(true, policy);
    certificates.trust.report({ ...certificate, cause });
    expect(await certificates.review(untrusted, signal)).toBe(false);
    expect(questions).toMatchObject([{ canAccept: false }]);
    expect(certificates.trust.isPinned(certificate.host, certificate.fingerprint)).toBe(false);
  });

  it('PromptPerSession: accepted until the app ends, and the question says so', async () => {
    const { certificates, store, questions } = certificateBench(true, 'prompt-per-session');
    certificates.trust.report(certificate);
    expect(await certificates.review(untrusted, signal)).toBe(true);
    expect(questions).toMatchObject([{ canAccept: true, lasts: 'session' }]);
    expect(certificates.trust.isPinned(certificate.host, certificate.fingerprint)).toBe(true);
    const next = certificateBench(true, 'prompt-per-session', store).certificates;
    await next.load();
    expect(next.trust.isPinned(certificate.host, certificate.fingerprint)).toBe(false);
  });

  it('RejectAndNotify: what was accepted earlier is refused too, and comes back when it is lifted', async () => {
    const { certificates } = certificateBench(true);
    certificates.trust.report(certificate);
    await certificates.review(untrusted, signal);
    certificates.obey('reject');
    expect(certificates.trust.isPinned(certificate.host, certificate.fingerprint)).toBe(false);
    certificates.obey('prompt');
    expect(certificates.trust.isPinned(certificate.host, certificate.fingerprint)).toBe(true);
  });

  it.each([
    [undefined, 'prompt'],
    ['PromptPerSession', 'prompt-per-session'],
    ['rejectandnotify', 'reject'],
    ['Whatever', 'prompt'],
  ] as const)('INVALID_CERTIFICATE_BEHAVIOR %s: %s', (value, expected) => {
    const policy =
      value === undefined ? [] : [{ name: 'InvalidCertificateBehavior', section: 'Installer', value }];
    expect(certificatePolicyOf(effectiveConfiguration({ policy }))).toBe(expected);
  });

  it.each([
    [{ FIPS_MODE: 'true' }, 'reject'],
    [{ CC_MODE: 'true' }, 'reject'],
    [{ CC_MODE: 'true', INVALID_CERTIFICATE_BEHAVIOR: 'PromptPerSession' }, 'prompt-per-session'],
    [{ FIPS_MODE: 'false' }, 'prompt'],
  ] as const)('A10 S3: with %j: %s', (given, expected) => {
    const policy = Object.entries(given).map(([name, value]) => ({ name, section: 'Installer', value }));
    expect(certificatePolicyOf(effectiveConfiguration({ policy }))).toBe(expected);
  });

  it('other failures ask nothing', async () => {
    const { certificates, questions } = certificateBench(true);
    expect(await certificates.review({ code: 'net.refused' }, signal)).toBe(false);
    expect(await certificates.review(untrusted, signal)).toBe(false);
    expect(questions).toEqual([]);
  });

  it('Q2: a host named like a member of Object is a host', () => {
    const { certificates } = certificateBench(true);
    expect(certificates.trust.isPinned('__proto__', 'x')).toBe(false);
    expect(certificates.trust.isPinned('constructor', 'x')).toBe(false);
  });
});

describe('remembered passwords', () => {
  const secrets = (reseal: boolean) => ({
    kind: 'file' as const,
    seal: async (plain: Uint8Array) => ok(Uint8Array.from(plain, (byte) => byte ^ 0x5a)),
    open: async (sealed: Uint8Array) => ok({ plain: Uint8Array.from(sealed, (byte) => byte ^ 0x5a), reseal }),
  });

  it('are stored sealed, and sealed anew when the machine asks for it', async () => {
    const store = memoryKeyValue();
    const credentials = createCredentialStore(store, secrets(true));
    await credentials.set('alice@example.test', 'pässwörd 🔑');
    store.entries.set('other', 'x');
    expect([...store.entries.values()].join()).not.toContain('ssw');
    expect(await credentials.get('alice@example.test')).toEqual(ok('pässwörd 🔑'));
    await credentials.forgetAll();
    expect([...store.entries.keys()]).toEqual(['other']);
  });

  it('that cannot be opened are as good as none', async () => {
    const store = memoryKeyValue();
    const broken = { ...secrets(false), open: async () => fail('storage.wrong-key') };
    await createCredentialStore(store, secrets(false)).set('a', 'x');
    expect(await recall(createCredentialStore(store, broken), 'a')).toBeUndefined();
    store.entries.set('credential:a', '%%%');
    expect(await recall(createCredentialStore(store, secrets(false)), 'a')).toBeUndefined();
  });
});

describe('the account file of the unattended mode', () => {
  const read = (json: object) => readAccountFile(JSON.stringify(json), 'account.json');

  it('with an address alone leaves everything to discovery', () => {
    expect(
      read({ address: 'alice@example.test', password: 'x', ca: 'ca.pem', dns: ['127.0.0.1:5353'] }),
    ).toEqual(
      ok({
        whereabouts: { ca: 'ca.pem', dns: ['127.0.0.1:5353'] },
        account: { address: 'alice@example.test', password: 'x' },
      }),
    );
  });

  it('with servers skips discovery', () => {
    const result = read({
      address: 'alice@example.test',
      password: 'x',
      xmpp: { jid: 'alice@chat.test', host: '127.0.0.1', port: 5299, tls: 'direct' },
      sip: {
        aor: 'sip:100@pbx.test',
        registrar: 'sip:127.0.0.1:5070;transport=tcp',
        authUser: 'a100',
        mediaPorts: [20_000, 20_100],
      },
    });
    expect(result).toMatchObject({
      value: {
        account: {
          deployment: {
            mode: 'full-uc',
            username: 'alice',
            xmpp: { domain: 'chat.test', targets: [{ host: '127.0.0.1', port: 5299, tls: 'direct' }] },
            sip: {
              aor: 'sip:100@pbx.test',
              registrars: [{ host: '127.0.0.1', port: 5070, transport: 'tcp' }],
              authUser: 'a100',
              mediaPorts: { start: 20_000, stop: 20_100 },
            },
          },
        },
      },
    });
  });

  it('fills in what is usual', () => {
    expect(
      read({ address: 'alice@example.test', password: 'x', sip: { registrar: 'sip:pbx.test' } }),
    ).toMatchObject({
      value: {
        account: {
          deployment: {
            mode: 'phone-only',
            sip: {
              aor: 'sip:alice@example.test',
              authUser: 'alice',
              registrars: [{ port: 5060, transport: 'udp' }],
            },
          },
        },
      },
    });
    expect(read({ address: 'alice@example.test', password: 'x', xmpp: { host: 'h' } })).toMatchObject({
      value: {
        account: {
          deployment: {
            mode: 'im-only',
            xmpp: { domain: 'example.test', targets: [{ port: 5222, tls: 'starttls' }] },
          },
        },
      },
    });
  });

  it('says which place is wrong, and never quotes the password', () => {
    expect(read({ address: 'a@b', password: 'x', xmpp: { host: 'h', port: 'many' } })).toMatchObject({
      error: {
        code: 'config.malformed',
        params: { file: 'account.json' },
        detail: expect.stringContaining('xmpp.port'),
      },
    });
    const broken = readAccountFile('{"password":"s3cret"', 'account.json');
    expect(JSON.stringify(broken)).not.toContain('s3cret');
  });
});

describe('D11: whether a deployment changed', () => {
  const base: Deployment = {
    mode: 'full-uc',
    address: 'a@b',
    username: 'a',
    uds: ['1', '2'],
    xmpp: {
      domain: 'b',
      targets: [
        { host: 'x', port: 1, tls: 'starttls' },
        { host: 'y', port: 1, tls: 'starttls' },
      ],
    },
  };

  it('the order of drawn servers is no change, another server is', () => {
    expect(isSameDeployment(base, { ...base, uds: ['2', '1'] })).toBe(true);
    expect(isSameDeployment(base, { ...base, uds: ['2', '3'] })).toBe(false);
    expect(isSameDeployment(base, { ...base, mode: 'im-only' })).toBe(false);
    expect(isSameDeployment(base, { ...base, displayName: 'A' })).toBe(false);
  });
});
