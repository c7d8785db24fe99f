import {
  type Body,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  NameAddrHeader,
  type OutgoingRequestMessage,
  type Session,
  type URI,
} from 'sip.js/lib/core/index.js';

/*
 * What sip.js' dialogs leave undone, by their inner state.
 */

/**
 * The Contact of a 200 or of a target refresh request is where the dialog's requests go from now on (RFC 3261 section 12.2).
 * sip.js keeps the one of the first provisional.
 */
export function refreshTarget(
  session: Session | undefined,
  message: IncomingRequestMessage | IncomingResponseMessage,
): void {
  const contact: unknown = message.parseHeader('contact');
  const dialog = session as unknown as { dialogState?: { remoteTarget: URI } } | undefined;
  if (dialog?.dialogState && contact instanceof NameAddrHeader) dialog.dialogState.remoteTarget = contact.uri;
}

/** sip.js sends few requests in a dialog that is not confirmed, though RFC 3261 section 12 allows them. */
export function requestIn(
  session: Session,
  method: string,
  options: { extraHeaders: string[]; body?: Body },
): OutgoingRequestMessage {
  const dialog = session as unknown as {
    createOutgoingRequestMessage(method: string, options: unknown): OutgoingRequestMessage;
  };
  return dialog.createOutgoingRequestMessage(method, options);
}

/** A challenged INFO is sent again with the next CSeq, which sip.js then forgets to count in the dialog. */
export function keepSequence(session: Session | undefined, sequence: number | undefined): void {
  const dialog = session as unknown as { dialogState?: { localSequenceNumber?: number } } | undefined;
  const counted = dialog?.dialogState?.localSequenceNumber;
  if (dialog?.dialogState && counted !== undefined && sequence !== undefined && sequence > counted)
    dialog.dialogState.localSequenceNumber = sequence;
}
