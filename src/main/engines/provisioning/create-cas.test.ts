import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { fuzzedXml } from '../../../../test/fakes/fuzzed-xml.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { HttpAnswer, HttpClient } from '../link/http-client.ts';
import { createCas } from './create-cas.ts';

/** A cloud that gives one answer to everything. */
function cas(body: string | Uint8Array, status = 200) {
  const asked: string[] = [];
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const answer: Result<HttpAnswer> =
    status === 0 ? fail('net.timeout') : ok({ status, headers: {}, body: bytes });
  const http: HttpClient = {
    request: async ({ url }) => {
      asked.push(url);
      return answer;
    },
    close: async () => undefined,
  };
  const call = { signal: new AbortController().signal, span: memoryTrace().start('cas') };
  const made = createCas(http);
  return {
    asked,
    organisation: () => made.isOrganisation('cas.example.test', 'exämple.test&x', call),
    team: (url = 'https://team.example.test/look?tenant=7') =>
      made.isTeamMessaging(url, 'alice+1@example.test', call),
  };
}

const yes = '<r><errorcode>7</errorcode></r>';
const sso =
  '<FederatedSSO><SSOEnabled>TRUE</SSOEnabled><loginURL>https://idp.example.test</loginURL></FederatedSSO>';

describe('D6: what the CAS says of a domain', () => {
  it.each([
    ['an organisation without single sign-on', yes, true],
    ['one with it', sso, true],
    ['one with its page only', '<r><spURL>https://idp.example.test</spURL></r>', true],
    ['not an organisation', '<r><errorcode>1</errorcode></r>', false],
    ['single sign-on that is off', '<r><SSOEnabled>false</SSOEnabled></r>', false],
    ['no word of it', '<r/>', false],
    ['no XML', 'Hello', false],
    ['a page', '<html><body>Sign in<br></body></html>', false],
    ['entities', '<!DOCTYPE r [<!ENTITY x "7">]><r><errorcode>&x;</errorcode></r>', false],
  ])('%s', async (_title, body, expected) => {
    expect(await cas(body).organisation()).toEqual(ok(expected));
  });

  it('is asked for the domain, whatever is in it, and a failure stays one', async () => {
    const asked = cas(yes);
    await asked.organisation();
    expect(asked.asked).toEqual(['https://cas.example.test/cas/FederatedSSO?org=ex%C3%A4mple.test%26x']);
    expect(await cas('', 503).organisation()).toMatchObject({ error: { code: 'http.status' } });
    expect(await cas('', 0).organisation()).toMatchObject({ error: { code: 'net.timeout' } });
  });

  it('Q2: whatever it answers, it is a yes, a no or a failure', { timeout: 900_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fuzzedXml([yes, sso]), async (bytes) => {
        const said = await cas(bytes).organisation();
        expect(said.ok && typeof said.value).toBe('boolean');
      }),
      { numRuns: fuzzRuns() },
    );
  });
});

describe('D6: whether somebody writes in the Webex app', () => {
  it.each([
    ['yes', '{"teamMessaging":true}', true],
    ['yes, deeper', '{"user":{"settings":{"TeamMessaging":true}}}', true],
    ['no', '{"teamMessaging":false}', false],
    ['not in so many words', '{"teamMessaging":"true"}', false],
    ['nothing', '{}', false],
    ['no JSON', '<r/>', false],
    ['a list', '[1]', false],
    ['null', 'null', false],
  ])('%s', async (_title, body, expected) => {
    expect(await cas(body).team()).toEqual(ok(expected));
  });

  it('is asked with the address, by HTTPS only', async () => {
    const one = cas('{}');
    await one.team();
    expect(one.asked).toEqual(['https://team.example.test/look?tenant=7&email=alice%2B1%40example.test']);
    for (const url of ['http://team.example.test/', 'file:///etc/passwd', 'team']) {
      expect(await one.team(url)).toEqual(ok(false));
    }
    expect(one.asked).toHaveLength(1);
  });

  it('Q2: whatever it answers, it is a yes, a no or a failure', { timeout: 900_000 }, async () => {
    const json = fc.json().map((text) => new TextEncoder().encode(text));
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, fc.uint8Array()), async (bytes) => {
        const said = await cas(bytes).team();
        expect(said.ok && typeof said.value).toBe('boolean');
      }),
      { numRuns: fuzzRuns() },
    );
  });
});
