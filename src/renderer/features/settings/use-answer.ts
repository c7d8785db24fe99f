import { useEffect, useState } from 'react';
import type { CommandName, CommandOutput } from '../../../shared/contract/commands.ts';
import type { Result } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

type Question = Extract<CommandName, 'diagnostics/trace' | 'diagnostics/effective-configuration'>;

/** What main answers to a question without input, asked once when it is shown; undefined until then. */
export function useAnswer<N extends Question>(name: N): Result<CommandOutput<N>> | undefined {
  const { call } = useBridge();
  const [answer, setAnswer] = useState<Result<CommandOutput<N>>>();
  useEffect(() => {
    let isGone = false;
    void (call as (question: N) => Promise<Result<CommandOutput<N>>>)(name).then((result) => {
      if (!isGone) setAnswer(result);
    });
    return () => {
      isGone = true;
    };
  }, [call, name]);
  return answer;
}
