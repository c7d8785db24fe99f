import type { Log } from '../../ports/log.port.ts';

/**
 * A rejection that nobody awaited is a bug of ours, but no reason to end calls and chats: it is logged, without its
 * message (which may hold what people wrote), and the app goes on. Returns the function that stops watching.
 */
export function stayUp(log: Log): () => void {
  const onRejection = (reason: unknown): void => {
    const error = reason instanceof Error ? reason : undefined;
    log.error('rejection nobody awaited', {
      error: error?.name ?? typeof reason,
      stack: error?.stack?.split('\n').slice(1, 6).join(' '),
    });
  };
  process.on('unhandledRejection', onRejection);
  return () => void process.off('unhandledRejection', onRejection);
}
