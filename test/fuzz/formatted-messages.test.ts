import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMessage } from '../../src/main/engines/xmpp/stanzas/message-reader.ts';
import { StreamParser } from '../../src/main/engines/xmpp/wire/stream-parser.ts';
import type { Element } from '../../src/main/engines/xmpp/wire/xml.ts';
import type { ChatMessage } from '../../src/main/ports/xmpp.port.ts';
import { StyledBody } from '../../src/renderer/sanitize/styled-body.tsx';
import { loadTexts } from '../../src/renderer/text/text.ts';
import { messageSchema } from '../../src/shared/domain/conversation.ts';
import { fuzzRuns } from '../fakes/fuzz-runs.ts';
import { fuzzedXml } from '../fakes/fuzzed-xml.ts';

const own = { bare: 'alice@example.test', full: 'alice@example.test/desk', domain: 'example.test' };

const HEADER = `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;

/** The stanza as it comes off the wire, if the stream's own rules let it through. */
function parsed(stanza: string | Uint8Array): Element | undefined {
  const found: Element[] = [];
  const parser = new StreamParser({
    header: () => {},
    element: (element) => void found.push(element),
    end: () => {},
    fault: () => {},
  });
  parser.write(Buffer.from(HEADER));
  parser.write(Buffer.from(stanza));
  return found[0];
}

function read(stanza: string): ChatMessage | undefined {
  const element = parsed(stanza);
  const events = element ? readMessage(element, own) : [];
  return events.map((event) => (event.kind === 'message' ? event.message : undefined)).find(Boolean);
}

const html = (inner: string, body = 'plain words'): string =>
  `<message from='eve@example.test/x' to='alice@example.test' type='chat' id='1'><body>${body}</body>` +
  `<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>${inner}</body></html></message>`;

/** What the window makes of a message: the markup of its React nodes. */
function shown(stanza: string): string {
  const message = read(stanza);
  if (!message) return '';
  return renderToStaticMarkup(
    createElement(StyledBody, { body: message.body, rich: message.rich, onOpenLink: () => {} }),
  );
}

const TAGS = new Set([
  'div',
  'p',
  'br',
  'strong',
  'em',
  's',
  'u',
  'code',
  'pre',
  'span',
  'blockquote',
  'a',
  'bdi',
]);
/** What the frame of long code has beside that, each always with one of these values. */
const LONG_CODE: Readonly<Record<string, RegExp>> = {
  'data-long': /^(true|false)$/,
  tabindex: /^0$/,
  role: /^group$/,
  'aria-label': /^Code$/,
};
const ATTRIBUTES = new Set([
  'class',
  'dir',
  'href',
  'title',
  'style',
  'aria-hidden',
  ...Object.keys(LONG_CODE),
]);

/** Nothing but these elements and attributes, links to the web, to mail and to a call, and one harmless property of style. */
function expectHarmless(markup: string): void {
  for (const [, name = ''] of markup.matchAll(/<\/?([a-zA-Z0-9-]+)/g)) expect(TAGS).toContain(name);
  for (const [tag] of markup.matchAll(/<[a-zA-Z][^<]*?>/g)) {
    for (const [, name = '', value = ''] of tag.matchAll(/\s([a-zA-Z-]+)="([^"]*)"/g)) {
      expect(ATTRIBUTES).toContain(name);
      if (Object.hasOwn(LONG_CODE, name)) expect(value).toMatch(LONG_CODE[name] as RegExp);
      if (name === 'href') expect(value).toMatch(/^(https?:|mailto:|tel:|sips?:)/);
      if (name === 'style') expect(value).toMatch(/^margin-inline-start:(1\.25|2\.5|3\.75|5)em$/);
    }
  }
}

const ATTACKS: readonly (readonly [string, string])[] = [
  ['script', `<p>x</p><script>alert(1)</script>`],
  ['script inside a word', `<strong>a<script>b()</script>c</strong>`],
  ['script of another case', `<strong>a</strong><SCRIPT>b()</SCRIPT>`],
  ['svg script', `<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg><b>x</b>`],
  ['mathml', `<math><mtext><b>x</b><style>*{}</style></mtext></math><b>y</b>`],
  ['event handlers', `<p onclick='x()' onmouseover='y()'><b onfocus='z()' autofocus='1'>x</b></p>`],
  ['picture with handler', `<b>x</b><img src='x' onerror='alert(1)'/>`],
  ['tracking picture', `<b>x</b><img src='https://tracker.test/1.gif' width='1' height='1'/>`],
  ['picture in data', `<b>x</b><img src='data:image/svg+xml;base64,PHN2Zz4=' alt='nice'/>`],
  ['background', `<p style='background:url(https://tracker.test/1.gif)'><b>x</b></p>`],
  ['style import', `<style>@import url(https://tracker.test/x.css);</style><b>x</b>`],
  ['link element', `<link rel='stylesheet' href='https://tracker.test/x.css'/><b>x</b>`],
  ['base', `<base href='https://evil.test/'/><a href='https://x.test/a'>a</a>`],
  ['meta refresh', `<meta http-equiv='refresh' content='0;url=https://evil.test'/><b>x</b>`],
  ['frame', `<iframe src='https://evil.test/'>x</iframe><b>x</b>`],
  ['object', `<object data='https://evil.test/x.swf'><b>x</b></object><b>y</b>`],
  ['embed', `<embed src='https://evil.test/x.swf'/><b>x</b>`],
  ['video', `<video src='https://evil.test/x.mp4' autoplay='1'/><b>x</b>`],
  ['audio', `<audio src='https://evil.test/x.mp3'/><b>x</b>`],
  ['form', `<form action='https://evil.test/'><input name='password'/><b>x</b></form><b>y</b>`],
  ['javascript link', `<a href='javascript:alert(1)'>x</a><b>x</b>`],
  ['javascript link with spaces', `<a href='  java&#10;script:alert(1)'>x</a><b>x</b>`],
  ['data link', `<a href='data:text/html,x'>x</a><b>x</b>`],
  ['file link', `<a href='file:///etc/passwd'>x</a><b>x</b>`],
  ['vbscript link', `<a href='vbscript:x'>x</a><b>x</b>`],
  ['user in link', `<a href='https://bank.test@evil.test/'>x</a><b>x</b>`],
  ['link of another scheme', `<a href='ms-msdt:/id'>x</a><b>x</b>`],
  ['link without scheme', `<a href='//evil.test/'>x</a><b>x</b>`],
  [
    'fixed to the window',
    `<p style='position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:9999'><b>x</b></p>`,
  ],
  ['out of the bubble', `<p style='margin-left:-9999px;font-size:900px'><b>x</b></p>`],
  ['hidden words', `<span style='display:none;font-weight:bold'>x</span>`],
  ['expression', `<p style='width:expression(alert(1));font-weight:bold'>x</p>`],
  ['class and id of ours', `<p class='composer' id='root'><b>x</b></p>`],
  ['deep lists', `${'<ul><li>'.repeat(10)}<b>x</b>${'</li></ul>'.repeat(10)}`],
  ['deep quotes', `${'<blockquote>'.repeat(20)}<b>x</b>${'</blockquote>'.repeat(20)}`],
  ['deep marks', `${'<b><i><u>'.repeat(7)}x${'</u></i></b>'.repeat(7)}`],
  ['mutation', `<p title='&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;'><b>x</b></p>`],
  ['words that look like markup', `<b>&lt;img src=x onerror=alert(1)&gt;</b>`],
  ['cdata', `<b><![CDATA[<script>alert(1)</script>]]></b>`],
];

describe('formatted messages of strangers (XEP-0071)', () => {
  beforeAll(() => loadTexts());

  it.each(ATTACKS)('M6: Q2: the sanitiser’s corpus: %s', (_, inner) => {
    const markup = shown(html(inner));
    expect(markup).not.toBe('');
    expectHarmless(markup);
  });

  it('M6: what formatting there is comes through', () => {
    const markup = shown(
      html(
        `<p>a <b>b</b> <span style='font-style: italic; text-decoration: underline'>c</span></p><ol><li>one</li><li>two</li></ol><blockquote>q</blockquote><pre>x  y</pre><a href='https://x.test/'>https://x.test/</a>`,
      ),
    );
    for (const part of ['<strong>b</strong>', '<u><em>c</em></u>', '1.', '2.', '<blockquote', 'x  y</code>'])
      expect(markup).toContain(part);
    expect(markup).not.toContain('(x.test)');
  });

  it('M6: a link that claims another place says where it leads', () => {
    expect(shown(html(`<a href='https://evil.test/x'>https://bank.test/</a>`))).toContain('(evil.test)');
    expect(shown(html(`<a href='https://xn--bnk-ela.test/'>bank.test</a>`))).toContain('(xn--bnk-ela.test)');
    expect(shown(html(`<a href='mailto:eve@evil.test'>boss@example.test</a>`))).toContain('(eve@evil.test)');
    expect(shown(html(`<a href='https://evil.test/'>mail@evil.test</a>`))).toContain('(evil.test)');
  });

  it('M6: formatting that says no more than the words is dropped, and the words keep their own styling', () => {
    expect(read(html(`<p><span style='color:red'>plain</span></p>`, '*plain*'))?.rich).toBeUndefined();
    expect(shown(html(`<p>plain</p>`, '*plain*'))).toContain('<strong>plain</strong>');
  });

  it('M6: Q2: ten thousand blocks end at the bound', () => {
    const message = read(html(`<b>x</b><p>y</p>`.repeat(2000)));
    expect(message?.rich?.length).toBeLessThanOrEqual(400);
  });

  const seeds: readonly [string, ...string[]] = [
    html(
      ATTACKS.map(([, inner]) => inner)
        .join('')
        .replace(/<!\[CDATA.*?\]\]>/g, ''),
    ),
    html(`<p>a <b>b</b><br/>c</p><ul><li>d<ol><li>e</li></ol></li></ul><pre>f</pre>`),
    `<message from='bob@example.test/x' type='chat' id='2'><body>&gt; a\nb</body><reply xmlns='urn:xmpp:reply:0' id='1' to='bob@example.test'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='4'/></fallback></message>`,
    `<message from='bob@example.test/x' type='chat' id='3'><reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>👍</reaction><reaction>x</reaction></reactions><store xmlns='urn:xmpp:hints'/></message>`,
    `<message from='bob@example.test/x' type='chat' id='4'><retract xmlns='urn:xmpp:message-retract:1' id='1'/><body>/me took it back</body></message>`,
    `<message from='bob@example.test/x' type='error' id='5'><error type='modify'><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no</text></error></message>`,
  ];
  it('Q2: M6: stanzas and formatting bent at random: nothing throws, what is shown is harmless, and the contract takes it', () => {
    fc.assert(
      fc.property(fuzzedXml(seeds), (stanza) => {
        const element = parsed(stanza);
        if (!element || element.getName() !== 'message') return;
        for (const event of readMessage(element, own)) {
          if (event.kind !== 'message') continue;
          const { body, rich, reply } = event.message;
          const ofMessage = { id: 'm', conversationId: 'c@example.test', direction: 'in', from: 'c', at: 1 };
          const given = { ...ofMessage, body, order: 1, isRead: true, ...(rich && { rich }) };
          expect(messageSchema.safeParse(given).success).toBe(true);
          if (reply) expect(reply.quote.length).toBeLessThanOrEqual(600);
          expectHarmless(
            renderToStaticMarkup(createElement(StyledBody, { body, rich, onOpenLink: () => {} })),
          );
        }
      }),
      { numRuns: fuzzRuns(400) },
    );
  });

  it('Q2: M6: any styled text is harmless', () => {
    const unit = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '>',
      '\n',
      ' ',
      'a',
      '<',
      '&',
      '"',
      'https://x.test/',
      '\u202e',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (body) => {
        expectHarmless(renderToStaticMarkup(createElement(StyledBody, { body, onOpenLink: () => {} })));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
