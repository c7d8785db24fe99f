import { describe, expect, it } from 'vitest';
import type { Examination } from './examination.ts';
import { say, writeReport } from './write-report.ts';

describe('the report of the doctor', () => {
  it('A8: steps that never began are left out, and one that did not get to its end has no empty answer', () => {
    const examination: Examination = {
      address: 'alice@example.test',
      version: '1.0.0',
      at: '2026-11-21T10:00:00Z',
      resolver: '192.0.2.53',
      records: [],
      signIn: {
        outcome: 'failed',
        steps: [
          { id: 'finding-services', state: 'done', details: [], elapsedMs: 2, summary: { key: 'app.name' } },
          { id: 'sign-in-method', state: 'running', details: [] },
          { id: 'home-server', state: 'waiting', details: [] },
        ],
        questions: [],
      },
      trace: [],
    };
    const lines = writeReport(examination, []).split('\n');
    expect(lines).toContain(`  + ${say('step.finding-services')}: ${say('app.name')} (2 ms)`);
    expect(lines).toContain(`  … ${say('step.sign-in-method')}`);
    expect(lines.join('\n')).not.toContain(say('step.home-server'));
  });
});
