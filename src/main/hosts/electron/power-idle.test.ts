import { describe, expect, it } from 'vitest';
import { createFakeElectron } from '../../../../test/fakes/fake-electron.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import type { IdleReport } from '../../ports/idle.port.ts';
import { createPowerIdle } from './power-idle.ts';

function watch() {
  const { api, powerMonitor } = createFakeElectron('/nowhere');
  const clock = manualClock();
  const reports: IdleReport[] = [];
  const stop = createPowerIdle(api, clock).onChange((report) => reports.push(report));
  return { powerMonitor, clock, stop, take: () => reports.splice(0) };
}

describe('absence as Electron sees it', () => {
  it('M4: is told while it lasts, and its end within two seconds', () => {
    const { powerMonitor, clock, take } = watch();
    clock.advance(60_000);
    expect(take()).toEqual([]);
    powerMonitor.idleS = 70;
    clock.advance(15_000);
    expect(take()[0]).toEqual({ idleMs: 70_000, isLocked: false });
    take();
    powerMonitor.idleS = 1;
    clock.advance(2_000);
    expect(take().at(-1)).toEqual({ idleMs: 1_000, isLocked: false });
    clock.advance(60_000);
    expect(take()).toEqual([]);
  });

  it('M4: a lock is told at once, and so is its end', () => {
    const { powerMonitor, take } = watch();
    powerMonitor.idleS = 3;
    powerMonitor.emit('lock-screen');
    expect(take()).toEqual([{ idleMs: 3_000, isLocked: true }]);
    powerMonitor.emit('unlock-screen');
    expect(take()).toEqual([{ idleMs: 0, isLocked: false }]);
  });

  it('stops asking when nobody listens', () => {
    const { powerMonitor, clock, stop, take } = watch();
    stop();
    powerMonitor.emit('lock-screen');
    clock.advance(60_000);
    expect(take()).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});
