import { CLOSE, FIRST, type Place, STEP } from './line-order.ts';
import type { Ord } from './message-row.ts';

/** A message of a page, in the archive's order. */
export interface PageMember {
  readonly ord: Ord;
  readonly at: number;
  /** Where it stands; absent: it is new. */
  readonly place?: Place;
  /** Ours stand where they were asked for: it says what stands behind it, and stays. */
  readonly isFixed: boolean;
}

/** A message between the page's bounds of which the archive does not say where it stands. */
export interface LooseMessage {
  readonly place: Place;
  readonly at: number;
  /** The server had it before the page. */
  readonly isBefore: boolean;
}

export interface PageBounds {
  /** What the archive has right before the page and right behind it, of what is held. */
  readonly low: Place | undefined;
  readonly high: Place | undefined;
  /** Of one conversation only: it says nothing of what stands between its messages, so those that begin it stand below this. */
  readonly lowest?: Place;
}

export type PagePlan =
  | { readonly kind: 'moves'; readonly moves: ReadonlyMap<Ord, Place> }
  /** There are no numbers left before this place. */
  | { readonly kind: 'no-room'; readonly before: Place };

interface Group {
  readonly low: Place | undefined;
  readonly high: Place | undefined;
  readonly ords: Ord[];
}

const under = (place: Place, high: Place | undefined): boolean => high === undefined || place < high;
const over = (place: Place, low: Place | undefined): boolean => low === undefined || place > low;

/**
 * A page is one block of the archive: its messages stand in its order, with nothing else of the archive between them, right
 * before what follows it. What stands so already stays; the rest is put there. Loose messages between are met in the order of
 * their stamps, except that what stands behind one of ours in the page stands behind it here.
 */
export function planPage(
  members: readonly PageMember[],
  loose: readonly LooseMessage[],
  bounds: PageBounds,
): PagePlan {
  const staying = stayingOf(members, bounds);
  const moves = new Map<Ord, Place>();
  for (const group of groupsOf(members, staying, loose, bounds)) {
    const places = placesOf(group, bounds);
    if (places === undefined) return { kind: 'no-room', before: group.high ?? 0 };
    group.ords.forEach((ord, n) => moves.set(ord, places[n] as Place));
  }
  return { kind: 'moves', moves };
}

/** The most of what is held between the bounds that is in the page's order already. */
function stayingOf(members: readonly PageMember[], { low, high }: PageBounds): ReadonlySet<PageMember> {
  /** The chain that ends lowest, by length. */
  const ends: { readonly member: PageMember; readonly place: Place; readonly link: number }[] = [];
  const tails: number[] = [];
  for (const member of members) {
    const { place, isFixed } = member;
    if (isFixed || place === undefined || !over(place, low) || !under(place, high)) continue;
    const found = tails.findIndex((index) => (ends[index]?.place ?? 0) >= place);
    const length = found === -1 ? tails.length : found;
    ends.push({ member, place, link: tails[length - 1] ?? -1 });
    tails[length] = ends.length - 1;
  }
  const result = new Set<PageMember>();
  for (let at = ends[tails.at(-1) ?? -1]; at !== undefined; at = ends[at.link]) result.add(at.member);
  return result;
}

function groupsOf(
  members: readonly PageMember[],
  staying: ReadonlySet<PageMember>,
  loose: readonly LooseMessage[],
  bounds: PageBounds,
): readonly Group[] {
  const groups: Group[] = [];
  let low = bounds.low;
  let met = 0;
  const meet = (isMet: (message: LooseMessage) => boolean, high: Place | undefined): void => {
    for (let next = loose[met]; next && under(next.place, high) && isMet(next); next = loose[met]) {
      if (over(next.place, low)) low = next.place;
      met += 1;
    }
  };
  for (const [index, member] of members.entries()) {
    const next = members.slice(index).find((each) => staying.has(each));
    const limit = next?.place ?? bounds.high;
    const { place } = member;
    if (place !== undefined && (member.isFixed || staying.has(member))) {
      meet((message) => message.place <= place, member.isFixed ? limit : undefined);
      if (staying.has(member)) low = place;
      continue;
    }
    meet((message) => message.isBefore || message.at <= member.at, limit);
    const above = loose[met];
    const high = above && under(above.place, limit) ? above.place : limit;
    const group = groups.at(-1);
    if (group && group.low === low && group.high === high) group.ords.push(member.ord);
    else groups.push({ low, high, ords: [member.ord] });
  }
  return groups;
}

/** Close to what follows them: what is still to come of the archive stands before them. */
function placesOf({ low, high, ords }: Group, bounds: PageBounds): readonly Place[] | undefined {
  const count = ords.length;
  if (low === undefined && bounds.lowest !== undefined) {
    const end = bounds.lowest - STEP;
    return ords.map((_, n) => end - CLOSE * (count - 1 - n));
  }
  const isOfOne = bounds.lowest !== undefined;
  if (high === undefined && !isOfOne) return ords.map((_, n) => (low ?? FIRST - STEP) + STEP + CLOSE * n);
  const room = low === undefined || high === undefined ? Number.MAX_SAFE_INTEGER : high - low;
  const step = Math.min(isOfOne ? 1 : CLOSE, Math.floor(room / (count + 1)));
  if (step < 1) return undefined;
  // A page of one conversation stays close to what is before it, which is where it is known to belong.
  if (isOfOne) return ords.map((_, n) => (low ?? FIRST) + step * (n + 1));
  return ords.map((_, n) => (high ?? FIRST) - step * (count - n));
}
