import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDnsServer } from '../../../../lab/cisco/dns-server.ts';
import { QUICK_PACE } from '../../../../lab/scenarios/colleague.ts';
import { type EmbeddedLab, startEmbeddedLab } from '../../../../lab/scenarios/office.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import type { Examination } from '../../app/doctor/examination.ts';
import type { Trouble } from '../../app/doctor/find-troubles.ts';
import { meanings } from '../../../shared/text/meanings/meanings.ts';
import { type DoctorDesk, runDoctor } from '../../app/doctor/run-doctor.ts';
import { nodeDesk } from './doctor.ts';

// The lab is on this machine, whatever proxies the machine has.
beforeAll(() => void vi.stubEnv('no_proxy', '*').stubEnv('PARLANCE_PROXY_SCRIPT', ''));
afterAll(() => void vi.unstubAllEnvs());

type Report = Examination & { readonly findings: readonly Trouble[] };

/** Runs the command on a desk that keeps what is said; whoever is asked for a password answers with this one. */
async function doctor(argv: readonly string[], password?: string) {
  const said: string[] = [];
  const complaints: string[] = [];
  const questions: string[] = [];
  const profiles: string[] = [];
  const desk: DoctorDesk = {
    openHost: async () => {
      const opened = await nodeDesk.openHost();
      profiles.push(opened.host.folders.local);
      return opened;
    },
    print: (text) => void said.push(text),
    complain: (text) => void complaints.push(text),
    askSecret: (question) => {
      questions.push(question);
      return Promise.resolve(password);
    },
  };
  const code = await runDoctor(argv, desk);
  const report = (): Report => JSON.parse(said.join('')) as Report;
  return { code, text: said.join(''), complaints: complaints.join(''), questions, profiles, report };
}

const findingsOf = ({ findings }: Report): readonly string[] =>
  findings.map(({ severity, where, text }) => `${severity} ${where}: ${text.key}`);
const stepsOf = ({ signIn }: Report): readonly string[] =>
  (signIn?.steps ?? []).map(({ id, state }) => `${id} ${state}`);

describe('parlance doctor at an emulated Unified CM', () => {
  let lab: EmbeddedLab;
  let where: readonly string[];
  beforeAll(async () => {
    lab = await startEmbeddedLab({ variant: 'cisco', colleagues: [], pace: QUICK_PACE });
    where = ['--dns', lab.dns.address, '--ca', lab.caPath];
  });
  afterAll(() => lab.stop());
  const alice = { address: 'alice@example.test' };

  it('D1: goes as far as the password, asks nobody for it, and leaves nothing behind', async () => {
    const attempts = lab.cisco?.counters.authAttempts.size;
    const { code, report, questions, profiles } = await doctor([alice.address, '--json', ...where]);
    expect(code).toBe(0);
    expect(questions).toEqual([]);
    expect(lab.cisco?.counters.authAttempts.size).toBe(attempts);
    const told = report();
    expect(told.signIn?.outcome).toBe('needs-password');
    expect(stepsOf(told).slice(0, 2)).toEqual(['finding-services done', 'home-server done']);
    const uds = told.records.find(({ family }) => family === 'cisco-uds');
    expect(uds?.targets[0]).toMatchObject({
      host: 'ucm-a.example.test',
      port: 8443,
      said: { key: 'test.said.version' },
      certificate: { isTrusted: true },
    });
    expect(told.trace.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['sign-in', 'finding-services', 'dns.srv', 'home-server', 'http', 'tls']),
    );
    expect(findingsOf(told)).toEqual(['note sign-in: doctor.outcome.needs-password']);
    expect(profiles.filter((folder) => existsSync(folder))).toEqual([]);
  });

  it('D1: with --sign-in the password is asked for once, and every service is tried', async () => {
    const { code, report, questions, text } = await doctor(
      [alice.address, '--json', '--sign-in', ...where],
      lab.password,
    );
    expect(questions).toHaveLength(1);
    const told = report();
    expect(told.signIn?.outcome).toBe('signed-in');
    expect(stepsOf(told)).toEqual(expect.arrayContaining(['phone done', 'chat done', 'directory done']));
    expect(code).toBe(0);
    expect(text).not.toContain(lab.password);
  });

  it('A2: a wrong password is shown once', async () => {
    const failures = lab.cisco?.counters.authFailures.get('alice') ?? 0;
    const { code, report } = await doctor([alice.address, '--json', '--sign-in', ...where], 'not it');
    expect(code).toBe(1);
    expect(report().signIn).toMatchObject({ outcome: 'refused', error: { code: 'auth.wrong-password' } });
    expect(lab.cisco?.counters.authFailures.get('alice')).toBe(failures + 1);
  });

  it('D1: says it in words, with the guide’s number for each error', async () => {
    const { code, text } = await doctor(['mallory@example.test', ...where]);
    expect(code).toBe(1);
    expect(text).toContain('_cisco-uds._tcp.example.test');
    expect(text).toContain('ucm-a.example.test does not know mallory@example.test.');
    expect(text).toContain('PAR-1006');
    expect(text).toContain(`Do: ${meanings['discovery.user-not-found']?.remedy ?? '?'}`);
    expect(text).toMatch(/^ +\d+ sign-in \d+ failed/m);
  });

  it('D1: without its authority the certificate is an error, and is never accepted', async () => {
    const { code, report } = await doctor([alice.address, '--json', '--dns', lab.dns.address]);
    expect(code).toBe(1);
    expect(findingsOf(report())).toContain('error home-server: error.tls.untrusted');
  });

  it('D1: a node that is down is a finding though the sign-in finds another way', async () => {
    const { cisco } = lab;
    if (!cisco) throw new Error('no cluster');
    const dns = await startDnsServer({
      records: [
        ...cisco.dnsRecords,
        {
          name: '_cisco-uds._tcp.example.test',
          type: 'SRV',
          port: 8444,
          target: 'ucm-b.example.test',
          priority: 20,
        },
        { name: '_collab-edge._tls.example.test', type: 'SRV', port: 8443, target: '127.0.0.9' },
      ],
    });
    const { report } = await doctor([alice.address, '--json', '--dns', dns.address, '--ca', lab.caPath]);
    await dns.stop();
    expect(findingsOf(report())).toEqual(
      expect.arrayContaining([
        'warning _cisco-uds._tcp.example.test → ucm-b.example.test:8444: error.net.refused',
        'warning _collab-edge._tls.example.test → 127.0.0.9:8443: doctor.edge-is-address',
        'note example.test: doctor.not-split',
      ]),
    );
  });

  it('Q2: --capture keeps the shape of every answer and nobody’s name, number or token', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'capture.json');
    const { complaints } = await doctor(
      [alice.address, '--json', '--sign-in', '--capture', file, ...where],
      lab.password,
    );
    expect(complaints).toContain(file);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('clusterUser');
    expect(text).toContain('homeCluster');
    expect(text).toContain('CallManager'.slice(0, 4));
    const { answers } = JSON.parse(text) as { answers: readonly { kind: string }[] };
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['dns', 'http', 'xmpp', 'sip']));
    expect(text).toContain('CSeq: 1 REGISTER');
    expect(text).toContain('mechanisms');
    for (const secret of [
      'alice',
      'Alice',
      'example.test',
      lab.password,
      'CSFALICE',
      ...lab.people.map(({ displayName }) => displayName),
      ...(lab.cisco ? Object.values(lab.cisco.nodes).map(({ host }) => host) : []),
    ])
      expect(text).not.toContain(secret);
  });
});

describe('parlance doctor anywhere', () => {
  it('D1: what cannot be run is said in a sentence, with code 2', async () => {
    expect(await doctor([])).toMatchObject({ code: 2, complaints: expect.stringContaining('Usage:') });
    expect(await doctor(['a@b.test', '--nonsense'])).toMatchObject({ code: 2 });
    expect(await doctor(['a@b.test', '--ca', '/nowhere.pem'])).toMatchObject({ code: 2 });
  });

  it('D1: an address that cannot be one, and a name server that says nothing', async () => {
    const bad = await doctor(['alice', '--json']);
    expect(bad.code).toBe(1);
    expect(findingsOf(bad.report())).toEqual(['error alice: error.discovery.bad-address']);
    const mute = await doctor(['alice@example.test', '--json', '--dns', '127.0.0.1:9']);
    expect(findingsOf(mute.report())).toEqual([
      'error finding-services: error.discovery.dns-failed',
      'error sign-in: doctor.outcome.failed',
    ]);
  });

  it('D1: a cluster with single sign-on is examined up to the provider’s page, which is not opened', async () => {
    const lab = await startEmbeddedLab({ colleagues: [], pace: QUICK_PACE, cisco: { sso: 'enabled' } });
    try {
      const where = ['--dns', lab.dns.address, '--ca', lab.caPath];
      const { code, report } = await doctor(['alice@example.test', '--json', '--sign-in', ...where]);
      expect(report().signIn?.outcome).toBe('needs-single-sign-on');
      expect(code).toBe(0);
    } finally {
      await lab.stop();
    }
  });

  it('D1: a standards site: chat and phone are greeted by what they speak', async () => {
    const lab = await startEmbeddedLab({ variant: 'plain', colleagues: [], pace: QUICK_PACE });
    try {
      const { report } = await doctor([
        'alice@example.test',
        '--json',
        '--dns',
        lab.dns.address,
        '--ca',
        lab.caPath,
      ]);
      const told = report();
      const said = told.records.flatMap(({ targets }) => targets.map((target) => target.said?.key));
      expect(said).toEqual(expect.arrayContaining(['test.said.xmpp', 'test.said.sip']));
      expect(told.signIn?.outcome).toBe('needs-password');
    } finally {
      await lab.stop();
    }
  });
});
