import { ONLY } from '../../shared/contract/topics.ts';
import type { GoTo } from '../../shared/domain/go-to.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { Publisher } from '../ports/publisher.port.ts';

/** Asks the window to show a place. */
export type Leads = (place: GoTo['place']) => void;

/** What is clicked on outside the window leads to its place in it. */
export function createLeads(publisher: Publisher, clock: Pick<Clock, 'now'>): Leads {
  return (place) => publisher.set('goTo', ONLY, { at: clock.now(), place });
}
