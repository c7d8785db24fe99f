import { describe, expect, it } from 'vitest';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { HttpClient } from '../link/http-client.ts';
import { createConfigurationFiles } from './create-configuration-files.ts';

/** Answers by address; what is not in it refuses. */
function servers(answers: Record<string, number>) {
  const asked: string[] = [];
  const http: HttpClient = {
    close: async () => undefined,
    async request({ url }) {
      asked.push(url);
      const status = answers[url];
      const body = new TextEncoder().encode(
        `<config><Policies><UdsServer>${url}</UdsServer></Policies></config>`,
      );
      return status === undefined
        ? fail('net.refused', { host: 'a', port: 1 })
        : ok({ status, headers: {}, body });
    },
  };
  // TFTP finds no address, so it fails at once.
  const files = createConfigurationFiles({ http, dns: memoryDns(), clock: realClock });
  const call = { span: memoryTrace().start('test'), signal: new AbortController().signal };
  return { asked, fetch: (...addresses: string[]) => files.clientConfiguration(addresses, call) };
}

const at = (host: string, scheme = 'http', port = 6970) => `${scheme}://${host}:${port}/jabber-config.xml`;
const secure = (host: string) => at(host, 'https', 6972);

describe('A3: which server gives a file', () => {
  it.each([
    ['the first that has it', { [at('a')]: 200, [at('b')]: 200 }, at('a')],
    ['the next where the first does not have it', { [at('a')]: 404, [at('b')]: 200 }, at('b')],
    ['HTTPS on 6972 where 6970 is silent', { [secure('a')]: 200, [at('b')]: 200 }, secure('a')],
    ['the next where both are silent', { [at('b')]: 200 }, at('b')],
    ['the next where the first is in trouble', { [at('a')]: 500, [at('b')]: 200 }, at('b')],
    ['the next where 6972 does not have it', { [secure('a')]: 404, [at('b')]: 200 }, at('b')],
  ])('%s', async (_title, answers, from) => {
    const { fetch } = servers(answers);
    expect(await fetch(at('a'), at('b'))).toMatchObject({ value: { values: [{ value: from }] } });
  });

  it('nobody has it: that is no failure', async () => {
    expect(await servers({ [at('a')]: 404, [secure('b')]: 404 }).fetch(at('a'), at('b'))).toEqual(
      ok(undefined),
    );
  });

  it('one has not, one does not answer: not known, so the kept one counts', async () => {
    const { fetch } = servers({ [at('b')]: 404 });
    expect(await fetch(at('a'), at('b'))).toMatchObject({
      error: { code: 'config.unavailable', params: { host: 'a', file: 'jabber-config.xml' } },
    });
  });

  it('what is named with HTTPS never goes in the clear', async () => {
    const { asked, fetch } = servers({ [at('a')]: 200 });
    expect(await fetch(secure('a'))).toMatchObject({ error: { code: 'config.unavailable' } });
    expect(asked).toEqual([secure('a')]);
  });
});
