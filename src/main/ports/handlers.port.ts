import type { CommandArgument, CommandName, CommandOutput } from '../../shared/contract/commands.ts';
import type { Result } from '../../shared/errors/result.ts';

/** What a handler knows of its caller. `signal` aborts when the caller cancels or goes away. */
export interface CallContext {
  readonly signal: AbortSignal;
}

export type Handler<N extends CommandName> = (
  argument: CommandArgument<N>,
  context: CallContext,
) => Promise<Result<CommandOutput<N>>>;

/** One function a command; a service implements the ones of its area, compose.ts puts them together. */
export type Handlers = { readonly [N in CommandName]: Handler<N> };
