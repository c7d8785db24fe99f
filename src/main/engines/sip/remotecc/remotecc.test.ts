import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerOf, SDP, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { readRemotecc, readResponse } from './read-remotecc.ts';
import { softkeyBody } from './softkey.ts';

const TYPE = 'application/x-cisco-remotecc-request+xml';
const message = (body: string, type = TYPE) => ({
  body,
  getHeader: (name: string) => (name === 'content-type' ? type : undefined),
});
const inside = (request: string) =>
  `<?xml version="1.0"?>\n<x-cisco-remotecc-request>${request}</x-cisco-remotecc-request>`;
const notes = (request: string) => readRemotecc(message(inside(request)));

describe('what a Unified CM says to a phone', () => {
  it.each<[string, string, unknown[]]>([
    [
      'the state of all lines',
      '<bulkupdate><contact line="1"><mwi>yes</mwi><emwi><voice-msg new="2" old="5"/></emwi><cfwdallupdate><fwdaddress>8000</fwdaddress><tovoicemail>off</tovoicemail></cfwdallupdate></contact><contact line="2"><mwi>no</mwi></contact></bulkupdate>',
      [
        {
          kind: 'lines',
          lines: [
            {
              line: 1,
              hasMessages: true,
              messages: { fresh: 2, old: 5 },
              forward: { kind: 'to', target: '8000' },
            },
            { line: 2, hasMessages: false },
          ],
        },
      ],
    ],
    [
      'forwarded to voicemail',
      '<cfwdallupdate><linenumber>2</linenumber><fwdaddress/><tovoicemail>on</tovoicemail></cfwdallupdate>',
      [{ kind: 'lines', lines: [{ line: 2, forward: { kind: 'voicemail' } }] }],
    ],
    [
      'no longer forwarded',
      '<cfwdallupdate><linenumber>1</linenumber><fwdaddress/><tovoicemail>off</tovoicemail></cfwdallupdate>',
      [{ kind: 'lines', lines: [{ line: 1, forward: { kind: 'off' } }] }],
    ],
    [
      'silence',
      '<dndupdate><state>enable</state><option>ringeroff</option></dndupdate>',
      [{ kind: 'do-not-disturb', isOn: true }],
    ],
    [
      'no silence',
      '<dndupdate><state>disable</state></dndupdate>',
      [{ kind: 'do-not-disturb', isOn: false }],
    ],
    ['hunt groups', '<hlogupdate><status>on</status></hlogupdate>', [{ kind: 'hunt', isIn: true }]],
    [
      'where a call was parked, from the phone’s dictionary',
      '<statuslineupdatereq><action>notify_display</action><statustext>\u0080! 7001</statustext><displaytimeout>7</displaytimeout></statuslineupdatereq>',
      [{ kind: 'status', text: 'Parked at 7001' }],
    ],
    [
      'that it could not be parked',
      '<statuslineupdatereq><statustext>\u0080^</statustext></statuslineupdatereq>',
      [{ kind: 'status', text: 'Park failed' }],
    ],
    [
      'a result',
      '<notifyreq><dialogid/><feature>Join</feature><status>Complete</status></notifyreq>',
      [{ kind: 'result', feature: 'Join', isDone: true }],
    ],
    [
      'which call to resume',
      '<holdretrievereq><dialogid><callid>c@1</callid><localtag>a</localtag><remotetag>b</remotetag></dialogid></holdretrievereq>',
      [{ kind: 'resume', dialog: { callId: 'c@1', localTag: 'a', remoteTag: 'b' } }],
    ],
    [
      'a number to dial',
      '<initiatecallreq><dialstring>1002</dialstring></initiatecallreq>',
      [{ kind: 'dial', target: '1002' }],
    ],
    ['nothing to dial', '<initiatecallreq><dialstring>&lt;b&gt;</dialstring></initiatecallreq>', []],
    [
      'tones and screens',
      '<playtonereq><tonetype>DtBeepBonk</tonetype></playtonereq><datapassthroughreq/>',
      [],
    ],
  ])('V14: %s', (_name, request, expected) => {
    expect(notes(request)).toEqual(expected);
  });

  it('V14: several parts in one message, bare or inside the root', () => {
    const part = (body: string) =>
      `--uniqueBoundary\r\nContent-Type: ${TYPE}\r\nContent-Id: <1@ucm>\r\n\r\n${body}\r\n`;
    const body = `${part(inside('<hlogupdate><status>off</status></hlogupdate>'))}${part('<dndupdate><state>enable</state></dndupdate>')}--uniqueBoundary--\r\n`;
    expect(readRemotecc(message(body, 'multipart/mixed;boundary=uniqueBoundary'))).toEqual([
      { kind: 'hunt', isIn: false },
      { kind: 'do-not-disturb', isOn: true },
    ]);
  });

  it('Q2: whatever comes, nothing throws and no control character gets out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const all = [
          ...readRemotecc(message(text)),
          ...notes(
            `<statuslineupdatereq><statustext>${text.replace(/[<&]/g, '')}</statustext></statuslineupdatereq>`,
          ),
        ];
        readResponse(message(text, 'application/x-cisco-remotecc-response+xml'));
        for (const note of all)
          if (note.kind === 'status')
            expect(note.text).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
      }),
    );
  });
});

describe('soft keys', () => {
  it('V4: a key names the calls by their dialogs as we see them, escaped', () => {
    const body = softkeyBody(
      'conference',
      { callId: 'a&b@10.9.8.7', localTag: 't1', remoteTag: 't2' },
      { callId: 'd', localTag: 't3', remoteTag: 't4' },
    );
    expect(body).toContain('<softkeyevent>Conference</softkeyevent>');
    expect(body).toContain(
      '<dialogid><callid>a&amp;b@10.9.8.7</callid><localtag>t1</localtag><remotetag>t2</remotetag></dialogid>',
    );
    expect(body).toContain(
      '<consultdialogid><callid>d</callid><localtag>t3</localtag><remotetag>t4</remotetag></consultdialogid>',
    );
  });

  const device = { name: 'CSFALICE', contactUser: 'abc' };

  it('V4: pressed by a REFER outside of any dialog; refused, it says so', async () => {
    const peer = sipPeer({ device });
    const pressed = peer.userAgent.press(softkeyBody('hunt', undefined, undefined));
    await settled();
    const refer = peer.last('REFER');
    expect(refer).toMatch(/^REFER sip:example\.test SIP/);
    expect(headerOf(refer, 'Content-Type')).toBe(TYPE);
    expect(refer).toContain('<softkeyevent>HLog</softkeyevent>');
    await peer.respond(refer, 202);
    expect(await pressed).toEqual({ ok: true, value: undefined });
    const again = peer.userAgent.press(softkeyBody('park', undefined, undefined));
    await settled();
    await peer.respond(peer.last('REFER'), 603);
    expect(await again).toMatchObject({ error: { code: 'call.feature-refused', detail: '603 Because' } });
  });

  it('V4: the report that follows is taken, and told when the key came to nothing', async () => {
    const peer = sipPeer({ device });
    void peer.userAgent.press(softkeyBody('conference', undefined, undefined));
    await settled();
    const refer = peer.last('REFER');
    await peer.respond(refer, 202);
    const report = (code: number) =>
      peer.inDialog(refer, 'NOTIFY', {
        headers: [
          'Event: refer',
          'Subscription-State: terminated',
          'Content-Type: application/x-cisco-remotecc-response+xml',
        ],
        body: `<x-cisco-remotecc-response><response><code>${code}</code><reason>No bridge</reason></response></x-cisco-remotecc-response>`,
      });
    await report(200);
    expect([peer.count('SIP/2.0 200'), peer.remote]).toEqual([1, []]);
    await report(500);
    expect(peer.remote).toEqual([{ kind: 'result', feature: 'No bridge', isDone: false }]);
  });

  const order = async (peer: ReturnType<typeof sipPeer>, request: string) => {
    const body = inside(request);
    await peer.receive(
      `REFER sip:${peer.userAgent.contactUri().user ?? ''}@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bKr\r\nFrom: <sip:ucm@example.test>;tag=1\r\nTo: <sip:alice@example.test>\r\nCall-ID: r\r\nCSeq: 1 REFER\r\nContact: <sip:ucm@x>\r\nRefer-To: <cid:1@ucm>\r\nRequire: norefersub\r\nContent-Type: ${TYPE}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  };

  it('V14 Q2: what the server says is taken from a Unified CM only', async () => {
    const cisco = sipPeer({ device });
    await order(cisco, '<hlogupdate><status>on</status></hlogupdate>');
    expect([cisco.count('SIP/2.0 202'), cisco.remote]).toEqual([1, [{ kind: 'hunt', isIn: true }]]);
    const plain = sipPeer();
    await order(plain, '<hlogupdate><status>on</status></hlogupdate>');
    expect([plain.count('SIP/2.0 202'), plain.remote]).toEqual([1, []]);
  });

  it('V4: a note finds its call by its dialog, the tags either way round', async () => {
    const peer = sipPeer({ device });
    const call = await peer.dial();
    const invite = peer.last('INVITE');
    await peer.respond(invite, 200, { sdp: SDP });
    const dialog = peer.calls.dialogOf(call);
    expect(dialog?.callId).toBe(headerOf(invite, 'Call-ID'));
    if (!dialog) return;
    const turned = { ...dialog, localTag: dialog.remoteTag, remoteTag: dialog.localTag };
    expect([peer.calls.callOf(dialog), peer.calls.callOf(turned)]).toEqual([call, call]);
    expect(peer.calls.callOf({ ...dialog, remoteTag: 'other' })).toBeUndefined();
    expect(peer.calls.callOf({ ...dialog, callId: 'other' })).toBeUndefined();
  });
});
