import { isIP } from 'node:net';
import type { TextRef } from '../../../shared/domain/text-ref.ts';
import { catalogue, type ErrorCode } from '../../../shared/errors/catalogue.ts';
import { meanings } from '../../../shared/text/meanings/meanings.ts';
import type { ExaminedRecord, ExaminedSignIn, Examination } from './examination.ts';

/** Something an administrator should know. `error`: people cannot do something; `warning`: it will bite; `note`: good to know. */
export interface Trouble {
  readonly severity: 'error' | 'warning' | 'note';
  /** The record, server or step it is about. */
  readonly where: string;
  readonly text: TextRef;
  /** Of the catalogue, where it is one of its errors. */
  readonly code?: ErrorCode;
  readonly id?: string;
  /** What to do, where it is one of the catalogue's errors. */
  readonly remedy?: string;
  /** Technical words: an errno, an HTTP status. */
  readonly detail?: string;
}

interface PlainFailure {
  readonly code: string;
  readonly params?: TextRef['params'];
  readonly detail?: string | undefined;
}

/** Certificates that end sooner are worth a word. */
const SOON_MS = 30 * 24 * 3_600_000;

/** What the examination shows, the gravest first. Pure. */
export function findTroubles(examination: Examination): readonly Trouble[] {
  const { error, records, signIn, address, at } = examination;
  if (error) return [ofFailure('error', address, error)];
  const isMute = records.length > 0 && records.every((record) => record.error !== undefined);
  const troubles = [
    // A name server that says nothing at all is told once, by the sign-in.
    ...(isMute ? [] : records.flatMap((record) => ofRecord(record, isThrough(signIn)))),
    ...records.flatMap((record) => ofCertificates(record, Date.parse(at))),
    ...ofDesign(records, address.slice(address.lastIndexOf('@') + 1)),
    ...(signIn ? ofSignIn(signIn) : []),
  ];
  return unique(troubles).toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
}

const RANK = { error: 0, warning: 1, note: 2 } as const;

/** The client found its way: what else does not answer is no more than a warning. */
function isThrough(signIn: ExaminedSignIn | undefined): boolean {
  return signIn !== undefined && signIn.outcome !== 'failed' && signIn.outcome !== 'timed-out';
}

function ofRecord(record: ExaminedRecord, through: boolean): readonly Trouble[] {
  const severity = through ? 'warning' : 'error';
  if (record.error) return [ofFailure(severity, record.name, record.error)];
  return record.targets.flatMap((target): Trouble[] => {
    const where = `${record.name} → ${target.host}:${target.port}`;
    const troubles: Trouble[] = target.error ? [ofFailure(severity, where, target.error)] : [];
    if (isIP(target.host) === 0) return troubles;
    const isEdge = record.family === 'collab-edge';
    const key = isEdge ? 'doctor.edge-is-address' : 'doctor.is-address';
    const params = { name: record.name, host: target.host };
    return [...troubles, { severity: isEdge ? 'warning' : 'note', where, text: { key, params } }];
  });
}

function ofCertificates({ targets }: ExaminedRecord, now: number): readonly Trouble[] {
  return targets.flatMap(({ host, certificate }): Trouble[] => {
    const ends = certificate ? Date.parse(certificate.validTo) : Number.NaN;
    if (!certificate?.isTrusted || !(ends - now < SOON_MS)) return [];
    const params = { host, validTo: certificate.validTo };
    return [{ severity: 'warning', where: host, text: { key: 'doctor.expires-soon', params } }];
  });
}

/** T4: what the layout of the names means. */
function ofDesign(records: readonly ExaminedRecord[], domain: string): readonly Trouble[] {
  const has = (...families: readonly ExaminedRecord['family'][]): boolean =>
    records.some(
      ({ family, targets }) => families.includes(family) && targets.some(({ host }) => host !== ''),
    );
  const note = (key: string): Trouble => ({
    severity: 'note',
    where: domain,
    text: { key, params: { domain } },
  });
  return [
    ...(has('cisco-uds', 'cuplogin') && has('collab-edge') ? [note('doctor.not-split')] : []),
    ...(has('internal-cisco-uds', 'internal-cuplogin') ? [note('doctor.legacy-zone')] : []),
  ];
}

function ofSignIn(signIn: ExaminedSignIn): readonly Trouble[] {
  const { outcome, steps, error, questions, location } = signIn;
  const failed = steps.flatMap((step) => (step.error ? [ofFailure('error', step.id, step.error)] : []));
  const noDevice = steps.some(({ summary }) => summary?.key === 'step.skipped.no-device');
  const untrusted = questions.flatMap((question): Trouble[] => {
    if (question.kind === 'certificate') {
      const { host, cause, issuer } = question;
      const params = { host, cause };
      return [ofFailure('error', host, { code: 'tls.untrusted', params, detail: `${cause}, ${issuer}` })];
    }
    const text: TextRef = {
      key: 'doctor.banner',
      params: { text: question.kind === 'banner' ? question.text : '' },
    };
    return question.kind === 'banner' ? [{ severity: 'note', where: 'banner', text }] : [];
  });
  const isTold = error === undefined || failed.some(({ code }) => code === error.code);
  return [
    ...failed,
    ...untrusted,
    ...(isTold ? [] : [ofFailure('error', 'sign-in', error)]),
    ...(noDevice
      ? [{ severity: 'warning', where: 'phone', text: { key: 'doctor.no-device' } } as const]
      : []),
    ...(location === 'outside'
      ? [{ severity: 'note', where: 'sign-in', text: { key: 'doctor.outside' } } as const]
      : []),
    {
      severity: outcome === 'failed' || outcome === 'timed-out' || outcome === 'refused' ? 'error' : 'note',
      where: 'sign-in',
      text: { key: `doctor.outcome.${outcome}` },
    },
  ];
}

function ofFailure(severity: Trouble['severity'], where: string, error: PlainFailure): Trouble {
  const code = (error.code in catalogue ? error.code : 'app.fault') as ErrorCode;
  const remedy = meanings[code]?.remedy;
  return {
    severity,
    where,
    code,
    id: catalogue[code].id,
    text: { key: `error.${code}`, ...(error.params && { params: error.params }) },
    ...(remedy !== undefined && { remedy }),
    ...(error.detail !== undefined && { detail: error.detail }),
  };
}

/** The same server often stands in several records. */
function unique(troubles: readonly Trouble[]): readonly Trouble[] {
  const seen = new Set<string>();
  return troubles.filter(({ where, text }) => {
    const key = `${where} ${JSON.stringify(text)}`;
    return !seen.has(key) && seen.add(key);
  });
}
