import {
  type TabEvent,
  type TabLocale,
  type TabPerson,
  type TabReply,
  type TabRequest,
  tabRequestSchema,
} from './tab-messages.ts';

/** What the desk needs of the app. */
export interface TabDeskPorts {
  readonly now: () => number;
  readonly locale: () => TabLocale;
  /** Of a contact; of anybody else nothing is known. */
  readonly showOf: (address: string) => string | undefined;
  /** Acts on a link as if it had been clicked. */
  readonly open: (url: string) => Promise<boolean>;
  readonly setBadge: (tab: string, value: string) => void;
}

/** A page that has spoken: where answers and events go. */
export interface TabPeer {
  readonly post: (message: TabReply | TabEvent) => void;
}

/** Requests of one page in a second; more are not worth an answer each. */
const MOST_A_SECOND = 20;
/** Setting up and presenting oneself are no business of pages. */
const LINKS = /^(tel|sips?|im|xmpp|ciscotel|ciscotelconf|ciscoim|clicktocall):/i;

const methods = ['hello', 'locale', 'watchPresence', 'setBadge', 'open'] as const;

interface Known {
  readonly peer: TabPeer;
  /** Who is watched, and what was told of them. */
  readonly watched: ReadonlyMap<string, string>;
}

/** Answers what pages ask (X6). Whether a page may ask at all, and who it is, has been checked before. */
export class TabDesk {
  readonly #ports: TabDeskPorts;
  readonly #known = new Map<string, Known>();
  readonly #times = new Map<string, readonly number[]>();

  constructor(ports: TabDeskPorts) {
    this.#ports = ports;
  }

  /** One message of the page in this tab. What is no request of ours is not answered. */
  async take(tab: string, isShown: boolean, message: unknown, peer: TabPeer): Promise<void> {
    const id = idOf(message);
    if (id === undefined) return;
    const reply = (answer: Pick<TabReply, 'result' | 'error'>) => peer.post({ parlance: 1, id, ...answer });
    if (!this.#isAdmitted(tab)) return reply({ error: 'too-many' });
    const request = tabRequestSchema.safeParse(message);
    if (!request.success) return reply({ error: 'not-understood' });
    // It may have been led elsewhere since: the newest page is the one that hears.
    this.#known.set(tab, { peer, watched: this.#known.get(tab)?.watched ?? new Map() });
    reply(await this.#answer(tab, isShown, request.data));
  }

  /** Another page, or none. */
  forget(tab: string): void {
    if (this.#known.delete(tab)) this.#ports.setBadge(tab, '');
    this.#times.delete(tab);
  }

  tell(tab: string, event: TabEvent): void {
    this.#known.get(tab)?.peer.post(event);
  }

  tellAll(event: TabEvent): void {
    for (const tab of this.#known.keys()) this.tell(tab, event);
  }

  /** The contact's presence may have changed. */
  presenceChanged(address: string): void {
    const person = this.#person(address);
    for (const [tab, known] of this.#known) {
      const told = known.watched.get(address);
      if (told === undefined || told === person.show) continue;
      this.#known.set(tab, { ...known, watched: new Map([...known.watched, [address, person.show]]) });
      this.tell(tab, { parlance: 1, event: 'presence', people: [person] });
    }
  }

  async #answer(
    tab: string,
    isShown: boolean,
    request: TabRequest,
  ): Promise<Pick<TabReply, 'result' | 'error'>> {
    switch (request.method) {
      case 'hello':
        return { result: { version: 1, methods, isShown } };
      case 'locale':
        return { result: this.#ports.locale() };
      case 'watchPresence': {
        const addresses = new Set(request.params.addresses.map((one) => one.toLowerCase()));
        const people = [...addresses].map((one) => this.#person(one));
        const watched = new Map(people.map(({ address, show }) => [address, show]));
        const known = this.#known.get(tab);
        if (known) this.#known.set(tab, { ...known, watched });
        return { result: people };
      }
      case 'setBadge':
        this.#ports.setBadge(tab, request.params.value);
        return { result: null };
      case 'open':
        // What calls or opens something comes from what the person sees.
        if (!isShown) return { error: 'not-shown' };
        if (!LINKS.test(request.params.url)) return { error: 'not-allowed' };
        return (await this.#ports.open(request.params.url)) ? { result: null } : { error: 'failed' };
    }
  }

  #person(address: string): TabPerson {
    return { address, show: this.#ports.showOf(address) ?? 'unknown' };
  }

  #isAdmitted(tab: string): boolean {
    const now = this.#ports.now();
    const recent = (this.#times.get(tab) ?? []).filter((at) => now - at < 1000);
    const isAdmitted = recent.length < MOST_A_SECOND;
    this.#times.set(tab, isAdmitted ? [...recent, now] : recent);
    return isAdmitted;
  }
}

/** Of a request that is ours; `undefined`: somebody else's message. */
function idOf(message: unknown): number | string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { parlance, id } = message as { readonly parlance?: unknown; readonly id?: unknown };
  if (parlance !== 1) return undefined;
  return (typeof id === 'number' && Number.isFinite(id)) || (typeof id === 'string' && id.length <= 64)
    ? id
    : undefined;
}

/** Whether a page of this origin may ask: `https://host`, or `https://*.host` for all below it; the usual port only where none is named. */
export function mayAsk(origin: string, allowed: readonly string[]): boolean {
  const url = URL.parse(origin);
  if (url?.protocol !== 'https:' || url.port !== '') return false;
  return allowed.some((pattern) =>
    pattern.startsWith('https://*.')
      ? url.hostname.endsWith(pattern.slice('https://*'.length))
      : pattern === `https://${url.hostname}`,
  );
}
