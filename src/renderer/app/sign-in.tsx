import { useCallback, useEffect, useState } from 'react';
import type { CommandOutput } from '../../shared/contract/commands.ts';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { ManualSettings, Session } from '../../shared/domain/session.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useLastFailure } from '../bridge/use-last-failure.ts';
import { Notices } from '../features/prompts/notices.tsx';
import { Prompts } from '../features/prompts/prompts.tsx';
import { SignInScreen } from '../features/sign-in/sign-in-screen.tsx';

export interface SignInProps {
  readonly session: Extract<Session, { phase: 'signed-out' | 'signing-in' }>;
  readonly caps: HostCaps;
}

/** Joins the sign-in screen to main. Nobody presses a button and learns nothing. */
export function SignIn({ session, caps }: SignInProps) {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const manual = useManualSettings({ session });
  return (
    <>
      <SignInScreen
        session={session}
        hasKeyFile={caps.secretStore === 'file'}
        manual={manual.settings}
        found={manual.found}
        failure={failure}
        onBegin={(address) => void watch(call('session/begin', { address }))}
        onPassword={(password, remember) => void watch(call('session/give-password', { password, remember }))}
        onSignOn={(place) => void call('session/sign-on', { place })}
        onCancel={() => void watch(call('session/cancel'))}
        onUseAnother={() => void watch(call('session/use-another-address'))}
        onRetry={() => void watch(call('session/retry'))}
        onOpenOffline={() => void watch(call('session/open-offline'))}
        onSaveManual={(settings) =>
          void watch(call('session/set-manual-settings', settings)).then(manual.refresh)
        }
      />
      <Notices />
      {/* A certificate may have to be judged before anybody is signed in. */}
      <Prompts onChat={() => {}} onOpenChat={() => {}} />
    </>
  );
}

/** Advanced settings as main holds them, and what it found; asked again after each attempt to sign in. */
function useManualSettings({ session }: Pick<SignInProps, 'session'>) {
  const { call } = useBridge();
  const [settings, setSettings] = useState<ManualSettings>({ kind: 'automatic' });
  const [found, setFound] = useState<CommandOutput<'session/manual-defaults'>>({});
  const address = session.phase === 'signed-out' ? session.lastAddress : undefined;
  const refresh = useCallback(async () => {
    const [kept, seen] = await Promise.all([
      call('session/manual-settings'),
      address === undefined ? undefined : call('session/manual-defaults', { address }),
    ]);
    if (kept.ok) setSettings(kept.value);
    if (seen?.ok) setFound(seen.value);
  }, [call, address]);
  useEffect(() => void refresh(), [refresh]);
  return { settings, found, refresh };
}
