import { describe, expect, it } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { ReportFile } from '../../ports/report-office.port.ts';
import { createSupportService } from './create-support.service.ts';

const context = { signal: new AbortController().signal };
const signedIn = (location?: 'inside' | 'outside'): Session => ({
  phase: 'signed-in',
  address: 'ann@corp.test',
  name: 'Ann Lee',
  mode: 'full-uc',
  isFromCache: false,
  steps: [],
  hasNewConfiguration: false,
  ...(location && { location }),
});

function desk(given: Readonly<Record<string, string>> = {}) {
  const policies = fixedPolicies(given);
  const publisher = memoryPublisher();
  const sent: { readonly url: string; readonly name: string; readonly bytes: Uint8Array }[] = [];
  const kept: unknown[] = [];
  let files: readonly ReportFile[] = [];
  let session: Session = signedIn();
  const listeners: ((session: Session) => void)[] = [];
  const service = createSupportService({
    caps: () => ({ version: '1.2.3', platform: 'linux' }) as never,
    record: {
      logs: async () => [{ name: 'parlance.log', text: '{"event":"heard","from":"ann@corp.test"}' }],
      facts: () => ({ node: '24.1.0' }),
      keepLogs: (policy) => void kept.push(policy),
    },
    office: {
      pack: (packed) => {
        files = packed;
        return new Uint8Array(700_000).fill(7);
      },
      encrypt: async (bytes, { name }) =>
        name === 'Help desk' ? ok(bytes.map((byte) => byte ^ 0xff)) : fail('support.not-encrypted'),
      send: async (url, { name, bytes }) => {
        sent.push({ url, name, bytes });
        return ok();
      },
    },
    publisher,
    policies,
    settings: { current: () => defaultSettings, onChange: () => () => undefined },
    session: {
      current: () => session,
      onChange: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    },
    published: () => [],
    beside: () => ({ usage: { isAllowed: false }, update: { kind: 'off' } }),
    trace: memoryTrace(),
    clock: manualClock(),
    random: seededRandom(),
    log: silentLog,
  });
  service.begin();
  return {
    service,
    policies,
    sent,
    kept,
    files: () => files,
    shown: () => publisher.get('support', 'only'),
    move: (next: Session) => {
      session = next;
      for (const listener of listeners) listener(next);
    },
    prepare: () =>
      service.handlers['support/prepare-report']({ description: 'it broke', keepsServers: false }, context),
  };
}

describe('the problem report’s desk', () => {
  it.each([
    ['no server', {}, 'none'],
    ['a server', { PrtLogServerUrl: 'https://prt.corp.test/upload' }, 'possible'],
    [
      'a server, and reports must be encrypted, for nobody knows whom',
      { PrtLogServerUrl: 'https://prt.corp.test/upload', EnablePrtEncryption: 'true' },
      'needs-encryption',
    ],
    [
      'a server, and reports must be encrypted for somebody',
      {
        PrtLogServerUrl: 'https://prt.corp.test/upload',
        EnablePrtEncryption: 'true',
        PRTCertificateUrl: 'https://prt.corp.test/c.pem',
      },
      'possible',
    ],
    ['no web address', { PrtLogServerUrl: 'file:///etc/passwd' }, 'none'],
    ['not an address', { PrtLogServerUrl: 'prt' }, 'none'],
  ])('S5: %s: upload is %s', (_, policies, kind) => {
    expect(desk(policies as Readonly<Record<string, string>>).shown()?.report.upload.kind).toBe(kind);
  });

  it('S5: where it must be encrypted, only the encrypted one leaves, sent or saved', async () => {
    const policy = { PrtLogServerUrl: 'https://prt.corp.test/upload', EnablePrtEncryption: 'true' };
    const here = desk({ ...policy, PrtCertificateName: 'Help desk' });
    const made = await here.prepare();
    if (!made.ok) throw new Error(made.error.code);
    expect(made.value).toMatchObject({ isEncrypted: true, name: expect.stringMatching(/\.zip\.p7m$/) });
    const { id } = made.value;
    expect(await here.service.handlers['support/send-report']({ id }, context)).toMatchObject({ ok: true });
    expect(here.sent.map(({ bytes }) => bytes[0])).toEqual([0xf8]);
    const part = await here.service.handlers['support/report-archive']({ id, from: 0 }, context);
    expect(part).toMatchObject({ value: { part: expect.stringMatching(/^\+Pj4/) } });
    // Whoever reports still reads what is in it.
    expect(
      await here.service.handlers['support/report-file']({ id, name: 'README.txt' }, context),
    ).toMatchObject({ ok: true });
  });

  it('S5: with a certificate that is not there nothing is sent, and the reason is told', async () => {
    const here = desk({
      PrtLogServerUrl: 'https://prt.corp.test/upload',
      EnablePrtEncryption: 'true',
      PrtCertificateName: 'Nobody',
    });
    const made = await here.prepare();
    const id = made.ok ? made.value.id : '';
    expect(made).not.toHaveProperty('value.isEncrypted');
    expect(await here.service.handlers['support/send-report']({ id }, context)).toMatchObject({
      error: { code: 'support.not-encrypted' },
    });
    expect(here.sent).toEqual([]);
  });

  it('S5 A7: nothing is uploaded from outside, and the reason is told; inside again it is', async () => {
    const here = desk({ PrtLogServerUrl: 'https://prt.corp.test/upload' });
    here.move(signedIn('outside'));
    expect(here.shown()?.report.upload).toEqual({ kind: 'outside', host: 'prt.corp.test' });
    const made = await here.prepare();
    const id = made.ok ? made.value.id : '';
    expect(await here.service.handlers['support/send-report']({ id }, context)).toMatchObject({
      error: { code: 'app.not-allowed' },
    });
    expect(here.sent).toEqual([]);
    here.move(signedIn('inside'));
    expect(await here.service.handlers['support/send-report']({ id }, context)).toMatchObject({ ok: true });
    expect(here.sent).toMatchObject([{ url: 'https://prt.corp.test/upload' }]);
  });

  it('S3: pages of the organisation: web addresses only, the own settings inside only', () => {
    const here = desk({
      Forgot_Password_URL: 'https://pw.corp.test/',
      selfcareURL: 'https://ucm.corp.test/ucmuser',
    });
    expect(here.shown()?.links).toEqual({
      forgotPassword: 'https://pw.corp.test/',
      selfCare: 'https://ucm.corp.test/ucmuser',
    });
    here.move(signedIn('outside'));
    expect(here.shown()?.links).toEqual({ forgotPassword: 'https://pw.corp.test/' });
    here.policies.set({ Forgot_Password_URL: 'javascript:alert(1)', selfcareURL: 'file:///c:/x' });
    here.move(signedIn('inside'));
    expect(here.shown()?.links).toEqual({});
    here.policies.set({ selfcareURL: 'https://ucm.corp.test/', ShowSelfCarePortal: 'false' });
    expect(here.shown()?.links).toEqual({});
  });

  it('S5: is not offered, not saved and not logged where policy says so, at once', async () => {
    const here = desk();
    const made = await here.prepare();
    const id = made.ok ? made.value.id : '';
    here.policies.set({
      EnablePrt: 'false',
      EnableSaveLogsToLocal: 'false',
      LogWritingDesktop: 'Never',
      MaxNumberOfFilesDesktop: '3',
    });
    expect(here.shown()?.report).toMatchObject({ isOffered: false, canSave: false });
    expect(here.kept).toEqual([
      { files: 10, isWritten: true },
      { files: 3, isWritten: false },
    ]);
    expect(await here.prepare()).toMatchObject({ error: { code: 'app.not-allowed' } });
    expect(await here.service.handlers['support/report-archive']({ id, from: 0 }, context)).toMatchObject({
      error: { code: 'app.not-allowed' },
    });
  });

  it('S5: the configuration in force goes along, an administrator’s passwords as dots', async () => {
    const here = desk({
      ConnectionPassword: 'Tr0ub4dor',
      PresenceServerAddress: 'imp.corp.test',
      CasWaitMs: '900',
    });
    await here.prepare();
    const text = here.files().find(({ name }) => name === 'configuration.json')?.text ?? '';
    expect(text).not.toContain('Tr0ub4dor');
    expect(text).not.toContain('imp.corp.test');
    expect(JSON.parse(text)).toContainEqual(expect.objectContaining({ kind: 'CasWaitMs', value: '900' }));
  });

  it('S5: what is looked at is what is handed over, in parts; of an earlier report nothing is left', async () => {
    const here = desk();
    const first = await here.prepare();
    const made = await here.prepare();
    if (!made.ok || !first.ok) throw new Error('not made');
    const { id } = made.value;
    expect(made.value.name).toMatch(/^parlance-report-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.zip$/);
    const log = await here.service.handlers['support/report-file'](
      { id, name: 'logs/parlance.log' },
      context,
    );
    expect(log).toEqual({
      ok: true,
      value: { text: here.files().find(({ name }) => name === 'logs/parlance.log')?.text, isCut: false },
    });
    let bytes = 0;
    let from: number | undefined = 0;
    while (from !== undefined) {
      const part: {
        readonly ok: boolean;
        readonly value?: { readonly part: string; readonly next?: number | undefined };
      } = await here.service.handlers['support/report-archive']({ id, from }, context);
      bytes += atob(part.value?.part ?? '').length;
      from = part.value?.next;
    }
    expect(bytes).toBe(700_000);
    expect(
      await here.service.handlers['support/report-file']({ id: first.value.id, name: 'README.txt' }, context),
    ).toMatchObject({ error: { code: 'app.unavailable' } });
    await here.service.stop();
    expect(
      await here.service.handlers['support/report-file']({ id, name: 'README.txt' }, context),
    ).toMatchObject({
      error: { code: 'app.unavailable' },
    });
  });
});
