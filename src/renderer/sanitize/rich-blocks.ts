import {
  RICH_TEXT_LIMITS,
  type RichText,
  type TextBlock,
  type TextRun,
} from '../../shared/domain/rich-text.ts';
import { type Block, type Inline, isSafeLink, withLinks } from './styled-text.ts';

/**
 * Formatted text of a foreign message (XEP-0071, made flat by the engine) as the same tree that styled text becomes. What
 * main let through is not believed: links are judged again, numbers are bounded again.
 */
export function richBlocks(rich: RichText): readonly Block[] {
  const blocks: Block[] = [];
  let number = 0;
  for (const block of rich.slice(0, RICH_TEXT_LIMITS.blocks)) {
    number = block.kind === 'number' ? number + 1 : 0;
    addQuoted(blocks, toBlock(block, number), Math.min(block.quotes ?? 0, RICH_TEXT_LIMITS.depth));
  }
  return blocks;
}

function toBlock(block: TextBlock, number: number): Block {
  if (block.kind === 'code')
    return { kind: 'code-block', tag: '', text: block.runs.map((run) => run.text).join('') };
  const line = block.runs.flatMap(toInline);
  if (block.kind === 'paragraph') return { kind: 'paragraph', lines: [line] };
  const depth = Math.min(Math.max(Math.floor(block.depth ?? 1), 1), RICH_TEXT_LIMITS.depth);
  return { kind: 'item', depth, number: block.kind === 'number' ? number : undefined, line };
}

/** Neighbours in the same quote share its bar. */
function addQuoted(blocks: Block[], block: Block, quotes: number): void {
  if (quotes <= 0) return void blocks.push(block);
  const last = blocks.at(-1);
  const inner = last?.kind === 'quote' ? [...last.blocks] : [];
  if (last?.kind === 'quote') blocks.pop();
  addQuoted(inner, block, quotes - 1);
  blocks.push({ kind: 'quote', blocks: inner });
}

function toInline({ text, marks = [], url }: TextRun): readonly Inline[] {
  const words: readonly Inline[] =
    url !== undefined && isSafeLink(url)
      ? [{ kind: 'link', text, url }]
      : marks.includes('code')
        ? [{ kind: 'code', text }]
        : withLinks(text);
  const outer = marks.filter((mark) => mark !== 'code');
  return outer.reduce<readonly Inline[]>((children, kind) => [{ kind, children }], words);
}
