import { describe, expect, it } from 'vitest';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { failure, type Failure } from '../../../shared/errors/result.ts';
import type { HttpAnswer, HttpClient } from '../link/http-client.ts';
import { createUds } from './create-uds.ts';

const node = { host: 'ucm-b.example.test', port: 8443 };
const call = { signal: new AbortController().signal, span: memoryTrace().start('test') };

const probed = (status: number, body: string) => probe({ ok: true, value: answerOf(status, body) });
const answerOf = (status: number, body: string): HttpAnswer => ({
  status,
  headers: {},
  body: new TextEncoder().encode(body),
});
function probe(answer: { ok: true; value: HttpAnswer } | { ok: false; error: Failure }) {
  const http: HttpClient = { request: async () => answer, close: async () => undefined };
  return createUds(http).signInMethod(node, call);
}

const single = (enabled: string) =>
  `<SSOResult><Response><SingleSignOn><Status enabled="${enabled}"/></SingleSignOn></Response></SSOResult>`;

describe('the probe for single sign-on (cisco-uc 7.1)', () => {
  it.each([
    ['a clear no', 200, single('false'), 'password'],
    ['a clear yes', 200, single('true'), 'tokens'],
    ['no such service', 404, 'Not found', 'password'],
  ])('A2: %s', async (_name, status, body, kind) => {
    expect(await probed(status, body)).toMatchObject({ ok: true, value: { kind } });
  });

  it.each([
    ['none is named', '', '/ssosp/oauth/access_token'],
    ['it is at the same host', '<Token>https://ucm-b.example.test:8443/t</Token>', '/t'],
    ['another host is named', '<Token>https://trap.example.org/t</Token>', '/ssosp/oauth/access_token'],
  ])('A2: codes are redeemed where the person signed in: %s', async (_name, token, path) => {
    const answer = await probed(200, `<SSOResult>${single('true')}<OAuth>${token}</OAuth></SSOResult>`);
    expect(answer).toMatchObject({
      value: { server: { token: `https://ucm-b.example.test:8443${path}` } },
    });
  });

  it.each(['refused', 'timeout', 'reset'] as const)(
    'A2: no connection (net.%s) means a password',
    async (how) => {
      const error = failure(`net.${how}`, { host: node.host, port: 8443 });
      expect(await probe({ ok: false, error })).toEqual({ ok: true, value: { kind: 'password' } });
    },
  );

  it.each([
    ['a page of somebody in between', 200, '<!doctype html><html><p>Welcome</html>', 'http.bad-content'],
    ['an answer without a word of it', 200, '<SSOResult><Response/></SSOResult>', 'http.bad-content'],
    ['neither yes nor no', 200, single('perhaps'), 'http.bad-content'],
    ['nothing at all', 200, '', 'http.bad-content'],
    ['a broken server', 503, 'try later', 'http.status'],
    ['a refusal', 403, 'no', 'http.status'],
  ])('A2: %s is no word for a password', async (_name, status, body, code) => {
    expect(await probed(status, body)).toMatchObject({
      ok: false,
      error: { code, params: { host: 'ucm-b.example.test' } },
    });
  });
});
