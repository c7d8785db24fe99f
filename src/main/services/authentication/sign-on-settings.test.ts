import { describe, expect, it } from 'vitest';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { readSignOnSettings, standardSignOn } from './sign-on-settings.ts';

const settings = (values: Readonly<Record<string, string>>) =>
  readSignOnSettings(
    effectiveConfiguration({
      bootstrap: Object.entries(values).map(([name, value]) => ({ name, section: 'Installer', value })),
    }),
  );

describe('how Parlance is registered', () => {
  it('A2: nothing configured is the standard: own client, loopback, own window, cookies kept', () => {
    expect(settings({})).toEqual(standardSignOn);
    expect(standardSignOn.clientId).toMatch(/^C[0-9a-f]{64}$/);
  });

  it('A2: every part can be configured', () => {
    expect(
      settings({
        OAuthClientId: 'C1',
        OAuthClientSecret: 's',
        OAuthRedirectUri: 'http://127.0.0.1:5000/back',
        OAuthTokenAddress: 'https://ucm.example.test:8443/token',
        OAuthUsePkce: 'true',
        ForceLaunchBrowser: 'TRUE',
        CacheSessionCookieInDevice: 'false',
        SignOnKerberosServers: 'idp.corp.test, *.sso.corp.test',
      }),
    ).toEqual({
      clientId: 'C1',
      clientSecret: 's',
      redirectUri: 'http://127.0.0.1:5000/back',
      tokenAddress: 'https://ucm.example.test:8443/token',
      usesPkce: true,
      forcesBrowser: true,
      keepsCookies: false,
      kerberosServers: ['idp.corp.test', '*.sso.corp.test'],
    });
  });

  it('Q2: only names of servers may see the computer’s own sign-in, never everybody', () => {
    const SignOnKerberosServers = '*, *.com, , http://x.test, a b.test, *.corp.test, idp.corp.test:443';
    expect(settings({ SignOnKerberosServers }).kerberosServers).toEqual(['*.corp.test']);
  });

  it('Q2: addresses that are none, or that would show a code to the network, are left out', () => {
    expect(
      settings({ OAuthRedirectUri: 'nonsense', OAuthTokenAddress: 'http://ucm.example.test/token' }),
    ).toEqual(standardSignOn);
  });
});
