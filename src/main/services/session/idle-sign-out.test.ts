import { describe, expect, it } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { createIdleSignOut } from './idle-sign-out.ts';

function rig(policies: Readonly<Record<string, string>>) {
  const state = { isOnCall: false, isSignedIn: true };
  const told: unknown[] = [];
  let signOuts = 0;
  const service = createIdleSignOut({
    policies: fixedPolicies(policies),
    prompter: { tell: (notice) => void told.push(notice.text) },
    isSignedIn: () => state.isSignedIn,
    isOnCall: () => state.isOnCall,
    signOut: () => {
      signOuts += 1;
    },
  });
  const idle = (minutes: number) => {
    service.seen({ idleMs: minutes * 60_000, isLocked: false });
    return signOuts;
  };
  return { state, told, idle };
}

describe('signing out by itself', () => {
  it('S3: whoever has left the computer is signed out after the configured minutes, once, and told why', () => {
    const { idle, told } = rig({ ForceLogoutTimerDesktop: '30' });
    expect([idle(10), idle(29.9), idle(30), idle(31), idle(0), idle(30)]).toEqual([0, 0, 1, 1, 1, 2]);
    expect(told[0]).toEqual({ key: 'session.signed-out-idle', params: { minutes: 30 } });
  });

  it('S3: not in a call, not without the parameter, not when nobody is signed in', () => {
    const busy = rig({ ForceLogoutTimerDesktop: '30' });
    busy.state.isOnCall = true;
    expect(busy.idle(60)).toBe(0);
    busy.state.isOnCall = false;
    expect(busy.idle(61)).toBe(1);
    expect(rig({}).idle(10_000)).toBe(0);
    const nobody = rig({ ForceLogoutTimerDesktop: '30' });
    nobody.state.isSignedIn = false;
    expect(nobody.idle(60)).toBe(0);
  });
});
