import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../../test/fakes/manual-clock.ts';
import { seededRandom } from '../../../../../test/fakes/seeded-random.ts';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { failure } from '../../../../shared/errors/result.ts';
import { xml } from '../wire/xml.ts';
import { OwnCaps } from './caps.ts';
import { answerIq } from './iq-answers.ts';
import { IqRequests } from './iq-requests.ts';
import { ownAddress } from './own-address.ts';

const own = ownAddress('alice@example.test/desk');

function ask(to?: string) {
  const clock = manualClock();
  const requests = new IqRequests(clock, seededRandom());
  const answers: string[] = [];
  const request = requests.ask({ type: 'get', to, child: xml('q', { xmlns: 'urn:q' }) }, (answer) =>
    answers.push(answer.ok ? 'ok' : answer.error.code),
  );
  const reply = (from: string, type = 'result') =>
    requests.settle(
      stanza(`<iq type='${type}' id='${request.attrs['id']}' ${from === '' ? '' : `from='${from}'`}/>`),
      own,
    );
  return { clock, requests, answers, reply };
}

describe('requests', () => {
  it.each([
    [undefined, '', true],
    [undefined, 'alice@example.test', true],
    [undefined, 'alice@example.test/desk', true],
    [undefined, 'example.test', true],
    [undefined, 'mallory@example.test', false],
    [undefined, 'alice@example.test/other', false],
    ['bob@example.test', 'bob@example.test', true],
    ['bob@example.test', 'Bob@Example.test', true],
    ['bob@example.test', 'bob@example.test/x', false],
    ['bob@example.test/x', 'bob@example.test/x', true],
    ['bob@example.test/x', 'bob@example.test/X', false],
    ['bob@example.test', 'mallory@example.test', false],
    ['bob@example.test', '', false],
    ['example.test', '', true],
    ['alice@example.test', '', true],
  ])('Q2: a request to %s is answered by %j: %s', (to, from, isAnswer) => {
    const { answers, reply } = ask(to);
    expect(reply(from)).toBe(isAnswer);
    expect(answers).toEqual(isAnswer ? ['ok'] : []);
  });

  it('are answered once: by error, in time, or by the end of the session', () => {
    const refused = ask();
    refused.reply('', 'error');
    refused.reply('');
    expect(refused.answers).toEqual(['xmpp.stanza']);
    const late = ask();
    late.clock.advance(30_000);
    expect(late.reply('')).toBe(false);
    expect(late.answers).toEqual(['xmpp.timeout']);
    const ended = ask();
    ended.requests.failAll(failure('xmpp.not-connected'));
    expect(ended.answers).toEqual(['xmpp.not-connected']);
    expect(ended.clock.pending()).toBe(0);
  });
});

describe('answers to others', () => {
  const caps = new OwnCaps({ name: 'Parlance' });
  const answer = (text: string) => answerIq(stanza(text), caps, { name: 'Parlance', version: '9' });
  const get = (child: string, type = 'get') =>
    answer(`<iq type='${type}' id='7' from='bob@example.test/x'>${child}</iq>`);

  it.each([
    ["<ping xmlns='urn:xmpp:ping'/>", 'get', 'result'],
    ["<query xmlns='http://jabber.org/protocol/disco#info'/>", 'get', 'result'],
    ["<query xmlns='http://jabber.org/protocol/disco#items'/>", 'get', 'result'],
    ["<query xmlns='jabber:iq:version'/>", 'get', 'result'],
    ["<query xmlns='http://jabber.org/protocol/disco#info' node='other'/>", 'get', 'error'],
    ["<ping xmlns='urn:xmpp:ping'/>", 'set', 'error'],
    ["<unknown xmlns='urn:unknown'/>", 'get', 'error'],
    ['', 'get', 'error'],
    ['<a/><b/>', 'get', 'error'],
  ])('M1: %s as %s gets one %s', (child, type, kind) => {
    expect(get(child, type).attrs).toMatchObject({ type: kind, id: '7', to: 'bob@example.test/x' });
  });
});
