import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmbeddedLab } from './office.ts';
import { readScenario } from './scenario-file.ts';

const examples = join(import.meta.dirname, 'examples');

async function written(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-scenario-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return join(folder, 'scenario.json');
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
    } finally {
      await lab.stop();
    }
  });

  it('S8: has voicemail and an Expressway, and moves its people outside and back', async () => {
    const text = JSON.stringify({
      domain: 'edge.example.test',
      voicemail: { messages: 3, password: '4711' },
      expressway: 'outside',
    });
    const { options } = await readScenario(await written({ 'scenario.json': text }));
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
