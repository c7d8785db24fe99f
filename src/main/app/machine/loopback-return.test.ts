import { afterEach, describe, expect, it, vi } from 'vitest';
import { ok, unwrap } from '../../../shared/errors/result.ts';
import { listenForReturn, type LoopbackReturn } from './loopback-return.ts';
import { strongRandom } from './strong-random.ts';

const asked = (signal = new AbortController().signal) => ({
  url: 'https://ucm.example.test:8443/ssosp/oauth/authorize?state=s1',
  signal,
});
const open: LoopbackReturn[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));

async function listen(uri = 'http://127.0.0.1:0/signed-in'): Promise<LoopbackReturn> {
  const back = unwrap(await listenForReturn(uri, strongRandom));
  open.push(back);
  return back;
}

describe('the way back from the browser', () => {
  it('A2: a code in the query arrives, whoever listens first, and the page may be closed', async () => {
    const back = await listen();
    const answer = await fetch(`${back.redirectUri}?code=abc&state=s1`);
    expect(await answer.text()).toContain('You can close this page');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await back.returned(asked())).toEqual(
      ok({ kind: 'returned', url: `${back.redirectUri}?code=abc&state=s1` }),
    );
  });

  it('A2: a token behind # is handed over by the page’s own script, which nothing else can run', async () => {
    const back = await listen();
    const page = await fetch(back.redirectUri);
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '?';
    expect(policy).toContain("default-src 'none'");
    expect(await page.text()).toContain(`<script nonce="${nonce}">fetch(`);
    const origin = new URL(back.redirectUri).origin;
    await fetch(back.redirectUri, { method: 'POST', headers: { origin }, body: 'access_token=t&state=s1' });
    expect(await back.returned(asked())).toEqual(
      ok({ kind: 'returned', url: `${back.redirectUri}#access_token=t&state=s1` }),
    );
  });

  it('Q1: another visit’s answer, another path, another name and another page’s script are not listened to', async () => {
    const back = await listen();
    let arrived: unknown;
    void back.returned(asked()).then((outcome) => (arrived = outcome));
    await fetch(`${back.redirectUri}?code=evil&state=s2`);
    expect((await fetch(new URL('/other?code=x&state=s1', back.redirectUri))).status).toBe(404);
    const cross = {
      method: 'POST',
      headers: { origin: 'https://evil.test' },
      body: 'access_token=x&state=s1',
    };
    expect((await fetch(back.redirectUri, cross)).status).toBe(403);
    const byOtherName = back.redirectUri.replace('127.0.0.1', 'localhost');
    expect((await fetch(`${byOtherName}?code=x&state=s1`).catch(() => ({ status: 403 }))).status).toBe(403);
    expect((await fetch(back.redirectUri, { method: 'PUT' })).status).toBe(405);
    expect(arrived).toBeUndefined();
    await fetch(`${back.redirectUri}?code=good&state=s1`);
    await vi.waitFor(
      () => expect(arrived).toMatchObject({ value: { url: expect.stringContaining('code=good') } }),
      { timeout: 15_000 },
    );
  });

  it('A2: an address that is not on this computer, or whose port is taken, cannot be served', async () => {
    for (const uri of ['https://127.0.0.1:1/x', 'http://example.test/x', 'parlance://x', 'nonsense'])
      expect(await listenForReturn(uri, strongRandom)).toMatchObject({
        error: { code: 'auth.sign-on-no-browser' },
      });
    const taken = await listen();
    expect(await listenForReturn(taken.redirectUri, strongRandom)).toMatchObject({
      error: { code: 'auth.sign-on-no-browser', detail: expect.stringMatching(/taken/) },
    });
  });
});
