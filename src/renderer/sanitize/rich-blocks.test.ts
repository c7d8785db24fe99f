import { describe, expect, it } from 'vitest';
import { richBlocks } from './rich-blocks.ts';

describe('formatted text', () => {
  it('Q1: what main let through is judged again: links, depths, numbers', () => {
    const blocks = richBlocks([
      { kind: 'paragraph', runs: [{ text: 'x', url: 'javascript:alert(1)' }] },
      { kind: 'paragraph', quotes: 1e9, runs: [{ text: 'deep' }] },
      { kind: 'bullet', depth: 1e9, runs: [{ text: 'far' }] },
      { kind: 'bullet', depth: Number.NaN, runs: [{ text: 'nowhere' }] },
    ]);
    expect(blocks[0]).toEqual({ kind: 'paragraph', lines: [[{ kind: 'text', text: 'x' }]] });
    expect(JSON.stringify(blocks[1]).match(/"quote"/g)).toHaveLength(4);
    expect(blocks[2]).toMatchObject({ kind: 'item', depth: 4 });
    expect(blocks[3]).toMatchObject({ kind: 'item' });
  });

  it('M6: neighbours in one quote share it, and lists count', () => {
    const blocks = richBlocks([
      { kind: 'paragraph', quotes: 1, runs: [{ text: 'a' }] },
      { kind: 'paragraph', quotes: 1, runs: [{ text: 'b' }] },
      { kind: 'number', depth: 1, runs: [{ text: 'one' }] },
      { kind: 'number', depth: 1, runs: [{ text: 'two' }] },
    ]);
    expect(blocks.map((block) => (block.kind === 'item' ? block.number : block.kind))).toEqual([
      'quote',
      1,
      2,
    ]);
  });
});
