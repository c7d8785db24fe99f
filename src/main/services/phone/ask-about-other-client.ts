import type { Prompter } from '../../ports/prompter.port.ts';
import type { Sip } from '../../ports/sip.port.ts';

/**
 * The server says that another client has the line (cisco-uc 12.2): the person is told so and may take it over, once each
 * time it happens. Returns the function that stops it; an open question is taken back then.
 */
export function askAboutOtherClient(ports: {
  readonly sip: Sip;
  readonly prompter: Pick<Prompter, 'ask'>;
}): () => void {
  const { sip, prompter } = ports;
  let asked: AbortController | undefined;
  const stopListening = sip.on((event) => {
    if (event.kind !== 'registration') return;
    const { registration } = event;
    asked?.abort();
    asked = undefined;
    if (registration.kind !== 'stopped' || registration.cause.code !== 'sip.active-elsewhere') return;
    const question = new AbortController();
    asked = question;
    void prompter.ask({ kind: 'phone-elsewhere' }, question.signal).then((isAccepted) => {
      if (isAccepted && !question.signal.aborted) void sip.takeOver();
    });
  });
  return () => {
    stopListening();
    asked?.abort();
  };
}
