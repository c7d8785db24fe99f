import { beforeAll, describe, expect, it } from 'vitest';
import { failure } from '../../../shared/errors/result.ts';
import { loadTexts } from '../../text/text.ts';
import { connectionReport } from './connection-report.ts';

describe('connection report', () => {
  beforeAll(() => loadTexts());

  it('D1: has every service and step with its facts and error IDs', () => {
    const report = connectionReport(
      [
        {
          name: 'phone',
          state: 'waiting',
          server: 'ucm.example.test',
          protocol: 'SIP over TLS',
          isEncrypted: true,
          error: failure('net.timeout', { host: 'ucm.example.test' }, 'ETIMEDOUT'),
        },
        { name: 'chat', state: 'online', since: 0 },
      ],
      [
        {
          id: 'finding-services',
          state: 'done',
          elapsedMs: 41.6,
          summary: { key: 'step.done.found', params: { what: '_cisco-uds' } },
          details: [{ name: 'resolver', value: '10.0.0.53' }],
        },
      ],
      new Date(0),
    );
    expect(report.split('\n')).toEqual([
      'Parlance connection status, 1970-01-01T00:00:00.000Z',
      '',
      'Chat: Connected, 1970-01-01T00:00:00.000Z',
      'Phone: Reconnecting soon, ucm.example.test, SIP over TLS, Encrypted',
      '  PAR-1104 ucm.example.test did not answer in time. Check your network or VPN and try again. [ETIMEDOUT]',
      '',
      'Finding services: Done (42 ms), Found _cisco-uds',
      '  resolver: 10.0.0.53',
      '',
    ]);
  });
});
