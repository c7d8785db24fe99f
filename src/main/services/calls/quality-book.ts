import type { MediaStats } from '../../../shared/domain/call.ts';
import type { QualityRecord } from '../../../shared/domain/call-quality.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import type { CallsPorts } from './calls-ports.ts';
import { QualityMeter } from './quality-meter.ts';

/** The meters of the calls that run. The window's report, once a second, is the beat. */
export class QualityBook {
  readonly #ports: Pick<CallsPorts, 'gateway' | 'publisher'>;
  readonly #meters = new Map<CallId, QualityMeter>();

  constructor(ports: Pick<CallsPorts, 'gateway' | 'publisher'>) {
    this.#ports = ports;
  }

  /** Only while both speak: what is held has no quality. */
  async take(callId: CallId, window: MediaStats, isSpeaking: boolean): Promise<void> {
    const meter = this.#meters.get(callId) ?? new QualityMeter(callId);
    this.#meters.set(callId, meter);
    if (!isSpeaking) return meter.pause();
    const stats = await this.#ports.gateway.stats(callId);
    // It ended meanwhile.
    if (!stats.ok || this.#meters.get(callId) !== meter) return;
    const quality = meter.take({ ...stats.value, window });
    if (quality) this.#ports.publisher.set('quality', callId, quality);
  }

  record(callId: CallId): QualityRecord | undefined {
    return this.#meters.get(callId)?.record();
  }

  /** The call is over: what was measured stays to be read until it is forgotten. */
  close(callId: CallId): void {
    this.#ports.publisher.remove('quality', callId);
  }

  forget(callId: CallId): void {
    this.close(callId);
    this.#meters.delete(callId);
  }
}
