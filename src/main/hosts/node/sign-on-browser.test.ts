import { describe, expect, it, vi } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { strongRandom } from '../../app/machine/strong-random.ts';
import type { SignOnPage } from '../../ports/sign-on.port.ts';
import { browserFlags } from './browser.ts';
import { createNodeSignOn, type NodeSignOnOptions } from './sign-on-browser.ts';

const page = (signal = new AbortController().signal): SignOnPage => ({
  url: 'https://ucm.example.test:8443/ssosp/oauth/authorize?state=s1',
  title: 'idp.example.test',
  keepsCookies: true,
  kerberosServers: [],
  signal,
  isPinned: () => false,
});
const signOn = (options: Partial<NodeSignOnOptions> = {}) =>
  createNodeSignOn({
    random: strongRandom,
    browser: undefined,
    folder: '/nowhere',
    openExternal: async () => true,
    ...options,
  });
const open = async (options?: Partial<NodeSignOnOptions>) =>
  unwrap(await signOn(options).open('browser', 'http://127.0.0.1:0/signed-in'));

describe('the provider’s page on plain Node', () => {
  it('A2: the person’s browser is handed the page, and comes back to this computer', async () => {
    const opened = vi.fn(async () => true);
    const visit = await open({ openExternal: opened });
    const outcome = visit.show(page());
    await vi.waitFor(() => expect(opened).toHaveBeenCalledWith(page().url), { timeout: 15_000 });
    await fetch(`${visit.redirectUri}?code=abc&state=s1`);
    expect(await outcome).toMatchObject({ value: { kind: 'returned' } });
    visit.close();
  });

  it('A2: a browser that cannot be opened is told at once', async () => {
    const visit = await open({ openExternal: async () => false });
    expect(await visit.show(page())).toMatchObject({ error: { code: 'auth.sign-on-no-browser' } });
    visit.close();
  });

  it('A2: a visit that is cancelled while the browser is being opened ends, and the address is free again', async () => {
    const stop = new AbortController();
    const visit = await open({
      openExternal: async () => {
        stop.abort();
        return true;
      },
    });
    expect(await visit.show(page(stop.signal))).toMatchObject({ error: { code: 'app.cancelled' } });
    visit.close();
  });

  it('A2: unattended, nothing is opened and whoever drives the app is told where to go', async () => {
    const told: unknown[] = [];
    const opened = vi.fn(async () => true);
    const visit = await open({ openExternal: opened, tell: (shown) => told.push(shown) });
    const stop = new AbortController();
    const outcome = visit.show(page(stop.signal));
    await vi.waitFor(() => expect(told).toEqual([{ url: page().url, place: 'browser' }]), {
      timeout: 15_000,
    });
    expect(opened).not.toHaveBeenCalled();
    stop.abort();
    expect(await outcome).toMatchObject({ error: { code: 'app.cancelled' } });
    visit.close();
  });

  it('Q1: a provider’s page gets no microphone, no camera and nothing else that is for our own page', () => {
    const options = { folder: '/x', isHeadless: false, flags: [] };
    const own = browserFlags(options);
    expect(own).toContain('--auto-accept-camera-and-microphone-capture');
    const strange = browserFlags({ ...options, isStranger: true });
    expect(strange.filter((flag) => /auto-accept|loopback|autoplay/.test(flag))).toEqual([]);
  });
});
