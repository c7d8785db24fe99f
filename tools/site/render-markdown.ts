import MarkdownIt, { type Token } from 'markdown-it';
import { headingAnchor } from './heading-anchor.ts';

/** A heading and what stands below it, as plain words for the search. */
export interface Passage {
  readonly level: number;
  readonly heading: string;
  readonly anchor: string;
  readonly words: string;
}

export interface RenderedPage {
  readonly html: string;
  readonly passages: readonly Passage[];
}

/** Markdown to HTML, with an anchor at each heading. @param place what becomes of the address of a link or picture */
export function renderMarkdown(text: string, place: (address: string) => string): RenderedPage {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  markdown.renderer.rules['table_open'] = () => '<div class="table" tabindex="0"><table>\n';
  markdown.renderer.rules['table_close'] = () => '</table></div>\n';
  const tokens = markdown.parse(text, {});
  for (const token of tokens) for (const child of token.children ?? []) relink(child, place);
  const passages = passagesOf(tokens);
  return { html: markdown.renderer.render(tokens, markdown.options, {}), passages };
}

function relink(token: Token, place: (address: string) => string): void {
  const name = token.type === 'link_open' ? 'href' : token.type === 'image' ? 'src' : undefined;
  const address = name === undefined ? null : token.attrGet(name);
  if (name === undefined || address === null) return;
  token.attrSet(name, place(String(address)));
  if (name === 'src') token.attrSet('loading', 'lazy');
}

/** Cuts the page at its headings, and gives each heading its anchor; a second one of the same name gets a number. */
function passagesOf(tokens: readonly Token[]): readonly Passage[] {
  const found: { level: number; heading: string; anchor: string; words: string }[] = [];
  const seen = new Map<string, number>();
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      const heading = wordsOf(tokens[index + 1]);
      const plain = headingAnchor(heading);
      const count = seen.get(plain) ?? 0;
      seen.set(plain, count + 1);
      const anchor = count === 0 ? plain : `${plain}-${count}`;
      token.attrSet('id', anchor);
      found.push({ level: Number(token.tag.slice(1)), heading, anchor, words: '' });
    } else if (tokens[index - 1]?.type !== 'heading_open') {
      const last = found.at(-1);
      const words = wordsOf(token);
      if (last && words !== '') last.words += `${words} `;
    }
  });
  return found;
}

/** Without marks: text, code and the descriptions of pictures. */
function wordsOf(token: Token | undefined): string {
  if (token?.type === 'fence' || token?.type === 'code_block') return token.content;
  return (token?.children ?? [])
    .map((child) => (child.type.endsWith('break') ? ' ' : child.content))
    .join('');
}
