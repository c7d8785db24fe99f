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

/** Where the pictures of a diagram lie, light and dark; `undefined`: it stays text. */
export type PlaceDiagram = (source: string) => { readonly light: string; readonly dark: string } | undefined;

/**
 * Markdown to HTML, with an anchor at each heading.
 * @param place what becomes of the address of a link or picture
 */
export function renderMarkdown(
  text: string,
  place: (address: string) => string,
  diagram: PlaceDiagram = () => undefined,
): RenderedPage {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  markdown.renderer.rules['table_open'] = () => '<div class="table" tabindex="0"><table>\n';
  markdown.renderer.rules['table_close'] = () => '</table></div>\n';
  const fence = markdown.renderer.rules['fence'];
  markdown.renderer.rules['fence'] = (tokens, index, options, env, self) => {
    const { info = '', content = '' } = tokens[index] ?? {};
    const written = fence?.(tokens, index, options, env, self) ?? '';
    const drawn = info.trim() === 'mermaid' ? diagram(content) : undefined;
    return drawn ? picture(drawn, written) : written;
  };
  const tokens = markdown.parse(text, {});
  for (const token of tokens) for (const child of token.children ?? []) relink(child, place);
  const passages = passagesOf(tokens);
  return { html: markdown.renderer.render(tokens, markdown.options, {}), passages };
}

/** What the picture shows can be read as text too: by who does not see it, and by who wants to. */
function picture(
  { light, dark }: { readonly light: string; readonly dark: string },
  written: string,
): string {
  return `<figure><div class="diagram" tabindex="0"><picture><source media="(prefers-color-scheme: dark)" srcset="${dark}">
<img src="${light}" alt="Diagram, as text below" loading="lazy"></picture></div>
<details><summary>The diagram as text</summary>${written}</details></figure>
`;
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
