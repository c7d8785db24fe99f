import { ONLY } from '../../../shared/contract/topics.ts';
import { managedSettings } from '../../../shared/deployment/managed-settings.ts';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import type { ProblemReport, ReportUpload, Support } from '../../../shared/domain/support.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { CallContext, Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { MachineRecord } from '../../ports/machine-record.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { ReportFile, ReportOffice } from '../../ports/report-office.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { CallLogStore, IdentityStore } from '../../ports/storage.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import { hideSecret } from '../session/configuration-handlers.ts';
import { collectReport } from './collect-report.ts';
import { toBase64 } from './base64.ts';

export interface SupportPorts {
  readonly caps: () => HostCaps;
  /** Absent: the host keeps no logs. */
  readonly record: MachineRecord | undefined;
  readonly office: ReportOffice;
  readonly publisher: Publisher;
  readonly policies: Policies;
  readonly settings: SettingsSource;
  readonly session: {
    current(): Session;
    onChange(listener: (session: Session) => void): () => void;
  };
  /** What is published now, by topic. */
  readonly published: (topic: 'services' | 'calls' | 'contacts' | 'rooms' | 'self') => readonly unknown[];
  /** What Help offers besides. */
  readonly beside: () => Pick<Support, 'usage' | 'update' | 'webex'>;
  readonly trace: Trace;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export type SupportHandlers = Pick<
  Handlers,
  'support/prepare-report' | 'support/report-file' | 'support/report-archive' | 'support/send-report'
>;

export interface SupportService {
  readonly handlers: SupportHandlers;
  /** Publishes what Help offers, and again whenever that changes. */
  begin(): void;
  /** What Help offers besides has changed. */
  refresh(): void;
  /** An identity is open: its call log may go into a report. */
  start(identity: IdentityStore): Promise<void>;
  stop(): Promise<void>;
}

interface Held {
  readonly report: ProblemReport;
  readonly files: readonly ReportFile[];
  readonly archive: Uint8Array;
  readonly description: string;
  /** Why it is not encrypted though it has to be. */
  readonly trouble?: Failure;
}

/** Bytes of a part of the archive, and characters of a file, in one answer. */
const PART_BYTES = 512 * 1024;
const SHOWN_CHARACTERS = 200_000;
const CALLS = 50;

export function createSupportService(ports: SupportPorts): SupportService {
  return new SupportDesk(ports);
}

class SupportDesk implements SupportService {
  readonly handlers: SupportHandlers;
  private readonly ports: SupportPorts;
  private callLog: CallLogStore | undefined;
  private held: Held | undefined;

  constructor(ports: SupportPorts) {
    this.ports = ports;
    this.handlers = {
      'support/prepare-report': (request, context) => this.prepare(request, context),
      'support/report-file': async ({ id, name }) => this.file(id, name),
      'support/report-archive': async ({ id, from }) => this.part(id, from),
      'support/send-report': ({ id }, context) => this.send(id, context),
    };
  }

  begin(): void {
    const { policies, session } = this.ports;
    const obey = () => {
      this.keepLogs();
      this.show();
    };
    policies.onChange(obey);
    session.onChange(() => this.show());
    obey();
  }

  refresh(): void {
    this.show();
  }

  async start(identity: IdentityStore): Promise<void> {
    this.callLog = identity.callLog;
  }

  async stop(): Promise<void> {
    this.callLog = undefined;
    // It holds what belongs to the person who leaves.
    this.held = undefined;
  }

  private offers(): Support {
    const configuration = this.ports.policies.current();
    return {
      report: {
        isOffered: configuration.isOn('EnablePrt'),
        canSave: configuration.isOn('EnableSaveLogsToLocal'),
        upload: this.upload(),
      },
      managed: Object.fromEntries(
        managedSettings(configuration)
          .filter(({ isLocked }) => isLocked)
          .map(({ key, parameter }) => [key, parameter]),
      ),
      links: this.links(),
      ...this.ports.beside(),
    };
  }

  /** Web addresses only; the own settings are inside the company (T6). */
  private links(): Support['links'] {
    const configuration = this.ports.policies.current();
    const forgotPassword = webAddress(configuration.text('Forgot_Password_URL'));
    const hasSelfCare = configuration.isOn('ShowSelfCarePortal') && !this.isOutside();
    const selfCare = hasSelfCare ? webAddress(configuration.text('selfcareURL')) : undefined;
    return { ...(forgotPassword && { forgotPassword }), ...(selfCare && { selfCare }) };
  }

  private isOutside(): boolean {
    const session = this.ports.session.current();
    return session.phase === 'signed-in' && session.location === 'outside';
  }

  private show(): void {
    this.ports.publisher.set('support', ONLY, this.offers());
  }

  private keepLogs(): void {
    const configuration = this.ports.policies.current();
    this.ports.record?.keepLogs({
      files: configuration.number('MaxNumberOfFilesDesktop') ?? 10,
      isWritten: configuration.text('LogWritingDesktop') !== 'Never',
    });
  }

  /** Where reports go; only web addresses count, and only from inside (cisco-uc 16.1). */
  private upload(): ReportUpload {
    const url = URL.parse(this.ports.policies.current().text('PrtLogServerUrl'));
    if (!url || !/^https?:$/.test(url.protocol)) return { kind: 'none' };
    const { isWanted, name, url: address } = this.encryption();
    if (isWanted && name === '' && address === '') return { kind: 'needs-encryption', host: url.host };
    return { kind: this.isOutside() ? 'outside' : 'possible', host: url.host };
  }

  private encryption() {
    const configuration = this.ports.policies.current();
    return {
      isWanted: configuration.isOn('EnablePrtEncryption'),
      name: configuration.text('PrtCertificateName'),
      url: configuration.text('PRTCertificateUrl'),
    };
  }

  private async prepare(
    { description, keepsServers }: { readonly description: string; readonly keepsServers: boolean },
    { signal }: CallContext,
  ): Promise<Result<ProblemReport>> {
    if (!this.offers().report.isOffered) return fail('app.not-allowed');
    const { ports } = this;
    const at = new Date(ports.clock.now()).toISOString();
    const files = collectReport({ at, description, ...(await this.material()) }, keepsServers);
    const packed = ports.office.pack(files);
    const { isWanted, ...certificate } = this.encryption();
    const encrypted = isWanted ? await ports.office.encrypt(packed, certificate, signal) : undefined;
    const archive = encrypted?.ok === true ? encrypted.value : packed;
    const isEncrypted = encrypted?.ok === true;
    const report: ProblemReport = {
      id: ports.random.uuid(),
      name: `parlance-report-${at.slice(0, 19).replaceAll(/[:T]/g, '-')}.zip${isEncrypted ? '.p7m' : ''}`,
      bytes: archive.length,
      ...(isEncrypted && { isEncrypted }),
      files: files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text).length })),
    };
    const trouble = encrypted?.ok === false ? encrypted.error : undefined;
    this.held = { report, files, archive, description, ...(trouble && { trouble }) };
    ports.log.info('problem report collected', { files: files.length, bytes: archive.length, isEncrypted });
    return ok(report);
  }

  private async material() {
    const { ports } = this;
    const ended = await this.callLog?.list({ missedOnly: false, limit: CALLS }).catch(() => undefined);
    return {
      caps: ports.caps(),
      facts: ports.record?.facts() ?? {},
      session: ports.session.current(),
      services: ports.published('services'),
      settings: ports.settings.current(),
      // What holds now: also before anybody has signed in.
      configuration: ports.policies.current().values.map(hideSecret),
      trace: ports.trace.spans(),
      calls: { now: ports.published('calls'), ended: ended?.entries ?? [] },
      logs: (await ports.record?.logs()) ?? [],
      people: this.people(),
    };
  }

  /** Everybody whose name this installation shows. */
  private people(): readonly string[] {
    const session = this.ports.session.current();
    const named = (['contacts', 'rooms', 'self'] as const).flatMap((topic) =>
      this.ports.published(topic).flatMap(namesOf),
    );
    return [...named, ...namesOf(session)].filter((name) => name !== '');
  }

  private file(id: string, name: string): Result<{ text: string; isCut: boolean }> {
    const file = this.of(id)?.files.find((each) => each.name === name);
    if (!file) return fail('app.unavailable');
    return ok({ text: file.text.slice(-SHOWN_CHARACTERS), isCut: file.text.length > SHOWN_CHARACTERS });
  }

  private part(id: string, from: number): Result<{ part: string; next?: number }> {
    const held = this.of(id);
    if (!held || !this.offers().report.canSave) return fail(held ? 'app.not-allowed' : 'app.unavailable');
    const end = Math.min(from + PART_BYTES, held.archive.length);
    return ok({
      part: toBase64(held.archive.subarray(from, end)),
      ...(end < held.archive.length && { next: end }),
    });
  }

  private async send(id: string, { signal }: CallContext): Promise<Result<void>> {
    const held = this.of(id);
    if (!held) return fail('app.unavailable');
    if (this.upload().kind !== 'possible') return fail('app.not-allowed');
    const { office, policies, log } = this.ports;
    const { report, archive, description, trouble } = held;
    if (trouble) return { ok: false, error: trouble };
    const sent = await office.send(
      policies.current().text('PrtLogServerUrl'),
      { name: report.name, bytes: archive, description },
      signal,
    );
    log.info('problem report sent', { isTaken: sent.ok, ...(!sent.ok && { code: sent.error.code }) });
    return sent;
  }

  private of(id: string): Held | undefined {
    return this.held?.report.id === id ? this.held : undefined;
  }
}

function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** `name`, `displayName` and `title` of an entity. */
function namesOf(entity: unknown): readonly string[] {
  if (typeof entity !== 'object' || entity === null) return [];
  return Object.entries(entity).flatMap(([key, value]) =>
    /^(name|displayName|lastName|title|manager)$/.test(key) && typeof value === 'string' ? [value] : [],
  );
}
