import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import type { AuthorizationRequest } from '../../ports/authorization.port.ts';
import { readOauthError } from './read-oauth-error.ts';
import { readReturn } from './read-return.ts';
import { readTokens } from './read-tokens.ts';

const request = (flow: 'code' | 'implicit'): AuthorizationRequest => ({
  server: {
    authorize: 'https://ucm.example.test:8443/ssosp/oauth/authorize',
    token: 'https://ucm.example.test:8443/t',
  },
  flow,
  url: 'https://ucm.example.test:8443/ssosp/oauth/authorize?x',
  redirectUri: 'http://127.0.0.1:48443/signed-in',
  state: 's1',
  providerHost: 'idp.example.test',
});
const claims = (value: object) => `eyJ.${Buffer.from(JSON.stringify(value)).toString('base64url')}.sig`;

describe('answers of the token endpoint', () => {
  it.each([
    [
      'everything',
      {
        access_token: 'a',
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: 'r',
        refresh_token_expires_in: 10,
      },
      { access: 'a', accessLifeMs: 3_600_000, refresh: 'r', refreshLifeMs: 10_000 },
    ],
    ['lives as text', { access_token: 'a', expires_in: '60' }, { access: 'a', accessLifeMs: 60_000 }],
    [
      'no refresh token',
      { access_token: 'a', token_type: 'bearer', expires_in: 60 },
      { access: 'a', accessLifeMs: 60_000 },
    ],
    [
      'nonsense lives',
      { access_token: 'a', expires_in: -1, refresh_token: 'r', refresh_token_expires_in: 'soon' },
      { access: 'a', refresh: 'r' },
    ],
    [
      'the life in a signed refresh token',
      { access_token: 'a', refresh_token: claims({ iat: 100, exp: 400 }) },
      { access: 'a', refreshLifeMs: 300_000 },
    ],
    ['another type', { access_token: 'a', token_type: 'mac' }, undefined],
    ['no token', { expires_in: 3600 }, undefined],
    ['a token that would break a header', { access_token: 'a\r\nX: y' }, undefined],
    ['a quote in it', { access_token: 'a"b' }, undefined],
    ['a number for a token', { access_token: 7 }, undefined],
    ['a list', [1], undefined],
  ])('7.6: %s', (_name, body, expected) => {
    const tokens = readTokens(JSON.stringify(body));
    if (expected === undefined) expect(tokens).toBeUndefined();
    else expect(tokens).toMatchObject(expected);
    if (expected && !('refreshLifeMs' in expected)) expect(tokens).not.toHaveProperty('refreshLifeMs');
  });

  it('7.6: the server’s clock comes with the answer', () => {
    const tokens = readTokens('{"access_token":"a"}', 'Tue, 14 Nov 2023 22:13:20 GMT');
    expect(tokens?.serverTime).toBe(1_700_000_000_000);
    expect(readTokens('{"access_token":"a"}', 'yesterday')).toEqual({ access: 'a' });
  });

  it('Q2: whatever comes, it is tokens or nothing, and never one that breaks a line', {
    timeout: 900_000,
  }, () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .dictionary(
          fc.constantFrom('access_token', 'expires_in', 'refresh_token', 'token_type', 'x'),
          fc.oneof(fc.string(), fc.integer(), fc.jsonValue()),
        )
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(texts, fc.string(), (body, date) => {
        const tokens = readTokens(body, date);
        for (const token of [tokens?.access, tokens?.refresh])
          if (token !== undefined) expect(token).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
        for (const life of [tokens?.accessLifeMs, tokens?.refreshLifeMs])
          if (life !== undefined) expect(life).toBeGreaterThan(0);
        const error = readOauthError(body);
        expect((error?.error.length ?? 0) <= 61).toBe(true);
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });
});

describe('errors of the authorisation server', () => {
  it.each([
    [
      '{"error":"invalid_grant","error_description":"It is over"}',
      { error: 'invalid_grant', description: 'It is over' },
    ],
    [
      '{"error":INVALID_REQUEST,"error_description":"Bad redirect"}',
      { error: 'invalid_request', description: 'Bad redirect' },
    ],
    ['<?xml version="1.0"?><oauth><error>invalid_client</error></oauth>', { error: 'invalid_client' }],
    ['<html><body>HTTP Status 500</body></html>', undefined],
    ['', undefined],
  ])('7.3: %s', (body, expected) => {
    const error = readOauthError(body);
    if (expected === undefined) expect(error).toBeUndefined();
    else expect(error).toMatchObject(expected);
  });

  it('Q2: words of a server cannot carry a token or a line break into Details', () => {
    const description = `${'x'.repeat(60)} \n tail`;
    expect(
      readOauthError(JSON.stringify({ error: 'e_1', error_description: description }))?.description,
    ).not.toMatch(/\n|x{40}/);
  });
});

describe('what the browser comes back with', () => {
  const back = 'http://127.0.0.1:48443/signed-in';
  it.each([
    ['a code', 'code', `${back}?code=abc&state=s1`, { kind: 'code', code: 'abc' }],
    [
      'a token',
      'implicit',
      `${back}#access_token=t&expires_in=60&state=s1`,
      { kind: 'tokens', tokens: { access: 't', accessLifeMs: 60_000 } },
    ],
    ['a token where a code is due', 'code', `${back}#access_token=t&state=s1`, 'auth.sign-on-bad-answer'],
    ['a code where a token is due', 'implicit', `${back}?code=abc&state=s1`, 'auth.sign-on-bad-answer'],
    [
      'a token in the query, where servers log it',
      'implicit',
      `${back}?access_token=t&state=s1`,
      'auth.sign-on-bad-answer',
    ],
    ['no state', 'code', `${back}?code=abc`, 'auth.sign-on-bad-answer'],
    ['another state', 'code', `${back}?code=abc&state=s2`, 'auth.sign-on-bad-answer'],
    ['a refusal', 'code', `${back}?error=access_denied&state=s1`, 'auth.sign-on-denied'],
    ['an error', 'implicit', `${back}#error=server_error&state=s1`, 'auth.sign-on-refused'],
    ['an error of nobody', 'code', `${back}?error=access_denied&state=x`, 'auth.sign-on-bad-answer'],
    ['no address', 'code', 'nonsense', 'auth.sign-on-bad-answer'],
  ] as const)('7.4: %s', (_name, flow, url, expected) => {
    const result = readReturn(request(flow), url);
    if (typeof expected === 'string') expect(result).toMatchObject({ ok: false, error: { code: expected } });
    else expect(result).toEqual({ ok: true, value: expected });
  });

  it('7.4: a missing state is taken from our own window only, another one never', () => {
    expect(readReturn(request('code'), `${back}?code=abc`, true)).toMatchObject({ ok: true });
    expect(readReturn(request('code'), `${back}?code=abc&state=s2`, true)).toMatchObject({ ok: false });
  });

  it('Q2: no address makes it throw', { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        fc.boolean(),
        (url, isWatched) => {
          expect(readReturn(request('code'), url, isWatched)).toHaveProperty('ok');
          expect(readReturn(request('implicit'), url, isWatched)).toHaveProperty('ok');
        },
      ),
      { numRuns: fuzzRuns() },
    );
  });
});
