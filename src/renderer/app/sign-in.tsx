import { useEffect, useState } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { ManualSettings, Session } from '../../shared/domain/session.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { Notices } from '../features/prompts/notices.tsx';
import { Prompts } from '../features/prompts/prompts.tsx';
import { SignInScreen } from '../features/sign-in/sign-in-screen.tsx';

export interface SignInProps {
  readonly session: Extract<Session, { phase: 'signed-out' | 'signing-in' }>;
  readonly caps: HostCaps;
}

/** Joins the sign-in screen to main. */
export function SignIn({ session, caps }: SignInProps) {
  const { call } = useBridge();
  const [manual, setManual] = useState<ManualSettings>({ kind: 'automatic' });
  useEffect(() => {
    void call('session/manual-settings').then((result) => {
      if (result.ok) setManual(result.value);
    });
  }, [call]);
  return (
    <>
      <SignInScreen
        session={session}
        hasKeyFile={caps.secretStore === 'file'}
        manual={manual}
        onBegin={(address) => void call('session/begin', { address })}
        onPassword={(password, remember) => void call('session/give-password', { password, remember })}
        onCancel={() => void call('session/cancel')}
        onRetry={() => void call('session/retry')}
        onOpenOffline={() => void call('session/open-offline')}
        onSaveManual={(settings) => {
          setManual(settings);
          void call('session/set-manual-settings', settings);
        }}
      />
      <Notices />
      {/* A certificate may have to be judged before anybody is signed in. */}
      <Prompts onChat={() => {}} />
    </>
  );
}
