import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import { promptQueue } from './prompt-queue.ts';

const id = (value: string) => value as Prompt['id'];
const dial = (name: string): Prompt => ({
  id: id(name),
  kind: 'dial',
  target: '1',
  shown: '1',
  isEmergency: false,
});
const request: Prompt = { id: id('ask'), kind: 'subscription', address: 'a@example.test', name: 'A' };

describe('prompts', () => {
  it('X3: the question asked first is shown first, the next one after it', () => {
    expect(promptQueue([dial('one'), dial('two')], undefined).modal?.id).toBe('one');
    expect(promptQueue([dial('two')], 'one').modal?.id).toBe('two');
  });

  it('X3: a question on screen stays, whatever order a fresh snapshot brings', () => {
    expect(promptQueue([dial('two'), dial('one')], 'one').modal?.id).toBe('one');
  });

  it('M2: contact requests wait at the side and take no focus', () => {
    const queue = promptQueue([request, dial('one')], undefined);
    expect(queue.modal?.id).toBe('one');
    expect(queue.quiet).toEqual([request]);
  });
});
