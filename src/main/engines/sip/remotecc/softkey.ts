import type { RemoteDialog, Softkey } from '../../../ports/sip.port.ts';

export const REMOTECC_TYPE = 'application/x-cisco-remotecc-request+xml';

/** The names that the server knows the keys by (cisco-uc 13.1). */
const EVENTS: Readonly<Record<Softkey, string>> = {
  park: 'Park',
  divert: 'IDivert',
  conference: 'Conference',
  'remove-last': 'RmLastConf',
  hunt: 'HLog',
  'record-start': 'StartRecording',
  'record-stop': 'StopRecording',
  mobile: 'Mobility',
};

const NOBODY: RemoteDialog = { callId: '', localTag: '', remoteTag: '' };

/** The body that presses a key (cisco-uc 13.1): for a call, for two of them, or for the phone. Tags are ours and theirs as we see them. */
export function softkeyBody(
  key: Softkey,
  dialog: RemoteDialog | undefined,
  consult: RemoteDialog | undefined,
): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<x-cisco-remotecc-request><softkeyeventmsg>',
    `<softkeyevent>${EVENTS[key]}</softkeyevent>`,
    dialogElement('dialogid', dialog),
    '<linenumber>0</linenumber><participantnum>0</participantnum>',
    dialogElement('consultdialogid', consult),
    '<state>false</state>',
    dialogElement('joindialogid', undefined),
    '<eventdata></eventdata><userdata></userdata><softkeyid>0</softkeyid><applicationid>0</applicationid>',
    '</softkeyeventmsg></x-cisco-remotecc-request>',
  ].join('\n');
}

function dialogElement(name: string, dialog: RemoteDialog = NOBODY): string {
  const { callId, localTag, remoteTag } = dialog;
  return `<${name}><callid>${escaped(callId)}</callid><localtag>${escaped(localTag)}</localtag><remotetag>${escaped(remoteTag)}</remotetag></${name}>`;
}

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (mark) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[mark] ?? '&quot;');
