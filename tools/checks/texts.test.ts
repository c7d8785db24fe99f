import { describe, expect, it } from 'vitest';
import { texts } from './texts.ts';

const check = (markup: string, path = 'src/renderer/features/chat/a.tsx') =>
  texts
    .check({ files: [{ path, text: `export const A = () => (\n  ${markup}\n);\n` }] })
    .findings.map(({ message }) => message);

describe('no prose in markup', () => {
  it.each([
    '<p>Hello</p>',
    '<p>Grüß</p>',
    '<p>{"Hello"}</p>',
    '<p>{`Hello`}</p>',
    '<p>{on ? "Hello" : text}</p>',
    '<p>{on && "Hello"}</p>',
    '<button aria-label="Hello" />',
    '<button title={"Hello"} />',
    '<input placeholder={on ? "Hello" : undefined} />',
    '<img alt="Hello" />',
    '<>Hello</>',
  ])('finds it in %s', (markup) => {
    expect(check(markup)).toEqual([expect.stringMatching(/^"(Hello|Grüß)" belongs/)]);
  });

  it.each([
    '<p>{t("chat.hello")}</p>',
    '<p>·  1 / 2</p>',
    '<p className="Hello" data-testid="Hello" role="button">{name}</p>',
    '<img alt="" />',
    '<p>{count > 1 ? <b /> : null}</p>',
  ])('lets %s be', (markup) => {
    expect(check(markup)).toEqual([]);
  });

  it('reads the renderer only, and no tests', () => {
    expect(check('<p>Hello</p>', 'lab/a.tsx')).toEqual([]);
    expect(check('<p>Hello</p>', 'src/renderer/ui/a.test.tsx')).toEqual([]);
  });
});
