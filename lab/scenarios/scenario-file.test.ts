import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { text as textOf } from 'node:stream/consumers';
import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EmbeddedLab, startEmbeddedLab } from './office.ts';
import { readScenario } from './scenario-file.ts';

const examples = join(import.meta.dirname, 'examples');

async function written(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-scenario-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return join(folder, 'scenario.json');
}

/** What Unified CM says of somebody to themselves. */
async function userRecord({ cisco, password, caPath }: EmbeddedLab, name: string): Promise<string> {
  const { host = '', port = 0, fqdn = '' } = cisco?.nodes['ucm-b'] ?? {};
  const path = `/cucm-uds/user/${name}`;
  const options = { host, port, path, servername: fqdn, auth: `${name}:${password}` };
  const ca = await readFile(caPath);
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, ca }, (response) => {
      void textOf(response).then(resolve, reject);
    });
    asked.on('error', reject).end();
  });
}

describe('a scenario file', () => {
  it('S8: every example can be read', async () => {
    const names = (await readdir(examples)).filter((name) => name.endsWith('.json'));
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) await expect(readScenario(join(examples, name))).resolves.toBeTruthy();
  });

  it('S8: becomes an office that hands out its configuration and fails as it says', async () => {
    const path = await written({
      'scenario.json': JSON.stringify({
        domain: 'try.example.test',
        withoutChat: true,
        teamMessaging: ['carol@try.example.test'],
        files: { 'jabber-config.xml': 'mine.xml' },
        faults: [{ kind: 'unavailable', path: 'jabber-config.xml', times: 1 }],
      }),
      'mine.xml':
        '<config version="1.0"><Client><ShowOfflineContacts>false</ShowOfflineContacts></Client></config>',
    });
    const { options, faults } = await readScenario(path);
    const lab = await startEmbeddedLab({ ...options, ports: 'free', colleagues: [] });
    try {
      for (const fault of faults) lab.cisco?.addFault(fault);
      const { host = '', port = 0 } = lab.cisco?.nodes.tftp ?? {};
      const get = () => fetch(`http://${host}:${port}/jabber-config.xml`);
      expect((await get()).status).toBe(503);
      expect(await (await get()).text()).toContain('ShowOfflineContacts');
      expect(lab.accountOf('alice').address).toBe('alice@try.example.test');
      expect(options.cisco?.teamMessaging).toEqual(new Set(['carol@try.example.test']));
      const record = await userRecord(lab, 'alice');
      expect(record).toContain('alice@try.example.test');
      expect(record).not.toContain('imAndPresence');
    } finally {
      await lab.stop();
    }
  });

  it('S8: has voicemail and an Expressway, and moves its people outside and back', async () => {
    const said = JSON.stringify({
      domain: 'edge.example.test',
      voicemail: { messages: 3, password: '4711' },
      expressway: 'outside',
    });
    const { options } = await readScenario(await written({ 'scenario.json': said }));
    const lab = await startEmbeddedLab({ ...options, ports: 'free', colleagues: [] });
    try {
      expect(lab.cisco?.unity?.messages('alice')).toHaveLength(3);
      const resolver = new Resolver();
      resolver.setServers([lab.dns.address]);
      const ask = (name: string) => resolver.resolveSrv(`${name}.edge.example.test`).catch(() => []);
      expect(await ask('_collab-edge._tls')).toMatchObject([{ name: 'exp-e.edge.example.test' }]);
      expect(await ask('_cisco-uds._tcp')).toEqual([]);
      lab.goTo('inside');
      expect(await ask('_collab-edge._tls')).toEqual([]);
      expect(await ask('_cisco-uds._tcp')).not.toEqual([]);
    } finally {
      await lab.stop();
    }
  });

  it.each([
    ['{"expressway":"somewhere"}', /expressway/],
    ['{"voicemail":{"messages":501}}', /voicemail\.messages/],
    ['{', /is not JSON/],
    ['{"faults":[{"kind":"meteor"}]}', /faults/],
    ['{"colour":"red"}', /colour/],
    ['{"contacts":-1}', /contacts/],
  ])('S8: %s is refused with its place', async (text, complaint) => {
    await expect(readScenario(await written({ 'scenario.json': text }))).rejects.toThrow(complaint);
  });
});
