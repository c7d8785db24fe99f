import { readFile, writeFile } from 'node:fs/promises';
import { fail, failure } from '../../../shared/errors/result.ts';
import { createDns } from '../../engines/link/dns-resolver.ts';
import type { Host } from '../../ports/host.port.ts';
import type { Trust } from '../../ports/trust.port.ts';
import { parseWorkAddress } from '../../services/bootstrap/work-address.ts';
import { composeApp } from '../compose.ts';
import { createGreeter } from '../create-greeter.ts';
import { createTrace } from '../machine/trace-recorder.ts';
import { createCapture } from './capture.ts';
import { DOCTOR_USAGE, type DoctorRequest, parseDoctorArguments } from './doctor-arguments.ts';
import type { Examination } from './examination.ts';
import { examineRecords } from './examine-records.ts';
import { examineSignIn } from './examine-sign-in.ts';
import { findTroubles } from './find-troubles.ts';
import { say, writeReport } from './write-report.ts';

/** What the command line gives the doctor. */
export interface DoctorDesk {
  /** A computer whose profile is new and thrown away afterwards. Opened only once the arguments are good. */
  readonly openHost: () => Promise<{ readonly host: Host; readonly close: () => Promise<void> }>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Asks without showing what is typed; `undefined`: nobody is there to ask. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
}

/** `parlance doctor …`. Answers the exit code: 0 nothing is wrong, 1 something is, 2 it could not be run. */
export async function runDoctor(argv: readonly string[], desk: DoctorDesk): Promise<number> {
  if (argv.includes('--help')) {
    desk.print(`${DOCTOR_USAGE}\n`);
    return 0;
  }
  const request = parseDoctorArguments(argv);
  if (!request.ok) {
    desk.complain(`${request.error.detail ?? request.error.code}\n`);
    return 2;
  }
  const authority = await readAuthority(request.value.ca);
  if (authority === undefined) {
    desk.complain(`The certificate file ${request.value.ca} cannot be read.\n`);
    return 2;
  }
  const { host, close } = await desk.openHost();
  try {
    const examination = await examine(quiet(host), request.value, authority, desk);
    const troubles = findTroubles(examination);
    const report = request.value.isJson
      ? `${JSON.stringify({ ...examination, findings: troubles }, null, 2)}\n`
      : writeReport(examination, troubles);
    if (request.value.output === undefined) desk.print(report);
    else await writeFile(request.value.output, report, { mode: 0o600 });
    return troubles.some(({ severity }) => severity === 'error') ? 1 : 0;
  } finally {
    await close();
  }
}

async function readAuthority(path: string | undefined): Promise<readonly string[] | undefined> {
  if (path === undefined) return [];
  return readFile(path, 'utf8').then(
    (pem) => [pem],
    () => undefined,
  );
}

/** The doctor opens nothing and rings nobody. */
function quiet(host: Host): Host {
  return {
    ...host,
    openExternal: () => Promise.resolve(false),
    signOn: { open: () => Promise.resolve(fail('auth.sign-on-no-browser')) },
    notify: () => undefined,
    setBadge: () => undefined,
    showWindow: () => undefined,
    setStartAtLogin: () => undefined,
  };
}

async function examine(
  host: Host,
  request: DoctorRequest,
  authorities: readonly string[],
  desk: DoctorDesk,
): Promise<Examination> {
  const { clock, caps } = host;
  const address = parseWorkAddress(request.address);
  const head = {
    address: request.address,
    version: caps.version,
    at: new Date(clock.now()).toISOString(),
    resolver: request.dns.length > 0 ? request.dns.join(', ') : 'system',
  };
  if (!address.ok) return { ...head, records: [], trace: [], error: failure('discovery.bad-address') };
  const capture = request.capture === undefined ? undefined : createCapture();
  const proxy = await host.proxyFor?.(`https://${address.value.domain}/`).catch(() => undefined);
  const records = await examineNames(host, request, authorities, address.value);
  const app = await composeApp(host, {
    unattended: { authorities, ...(request.dns.length > 0 && { dnsServers: request.dns }) },
    ...(capture && { tap: capture }),
  });
  const visit = await examineSignIn({
    face: app.face,
    clock,
    address: address.value.full,
    ...(request.signsIn && {
      askPassword: (username) => desk.askSecret(say('doctor.password', { username })),
    }),
  });
  await app.face.stop();
  if (capture && request.capture !== undefined) {
    await writeFile(request.capture, `${JSON.stringify(capture.redacted(), null, 2)}\n`, { mode: 0o600 });
    desk.complain(`${say('doctor.captured', { file: request.capture })}\n`);
  }
  return {
    ...head,
    ...(proxy !== undefined && { proxy: proxy.replace(/\S+@/g, '') }),
    records,
    ...visit,
  };
}

/** Greets every server that a record names; certificates are looked at and none is accepted. */
async function examineNames(
  host: Host,
  { dns: servers }: DoctorRequest,
  authorities: readonly string[],
  address: Parameters<typeof examineRecords>[1],
): Promise<Examination['records']> {
  const { clock, log, random } = host;
  const trust: Trust = { authorities: () => authorities, isPinned: () => false, report: () => undefined };
  const dns = createDns({ clock, ...(servers.length > 0 && { servers }) });
  const proxy = host.proxyFor;
  const greeter = createGreeter({ dial: { dns, trust, clock, log, ...(proxy && { proxy }) }, random });
  const span = createTrace(clock).start('doctor');
  const signal = new AbortController().signal;
  return examineRecords({ dns, greeter, clock }, address, { span, signal });
}
