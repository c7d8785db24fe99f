import { useCallback, useEffect, useRef, useState } from 'react';
import type { ServiceTestRequest, ServiceTestResult } from '../../../shared/domain/service-test.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

export type ServiceTestState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly error: Failure }
  | { readonly kind: 'told'; readonly results: readonly ServiceTestResult[] };

/** One service's test: run, stopped, and how it went last. Leaving the screen stops it. */
export function useServiceTest() {
  const { call } = useBridge();
  const [state, setState] = useState<ServiceTestState>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);
  const run = async (request: ServiceTestRequest) => {
    stop();
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: 'running' });
    const result = await call('session/test-service', request, { signal: controller.signal });
    // A newer test has taken its place.
    if (running.current !== controller) return;
    if (controller.signal.aborted) setState({ kind: 'idle' });
    else
      setState(result.ok ? { kind: 'told', results: result.value } : { kind: 'failed', error: result.error });
  };
  return { state, run, stop };
}
