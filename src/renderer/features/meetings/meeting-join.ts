/** A way into a meeting, read from what its invitation says. Untrusted: it is offered, with where it leads, and never taken by itself. */
export type MeetingWay =
  | { readonly kind: 'web'; readonly url: string; readonly service: string }
  | { readonly kind: 'sip'; readonly target: string }
  /** `digits` are sent once the call stands: code, PIN. */
  | { readonly kind: 'phone'; readonly number: string; readonly digits: string };

/** Whose links are known; hosts end so, paths begin so. */
const SERVICES: readonly { readonly name: string; readonly host: RegExp; readonly path?: RegExp }[] = [
  { name: 'Webex', host: /(^|\.)webex\.com$/ },
  {
    name: 'Microsoft Teams',
    host: /(^|\.)teams\.(microsoft|live)\.com$/,
    path: /^\/(l\/meetup-join|meet)\//,
  },
  { name: 'Zoom', host: /(^|\.)(zoom\.us|zoomgov\.com)$/, path: /^\/(j|my|w|s)\// },
  { name: 'Google Meet', host: /^meet\.google\.com$/, path: /^\/[a-z]/ },
  { name: 'Jitsi Meet', host: /^meet\.jit\.si$/, path: /^\/./ },
  { name: 'GoTo Meeting', host: /(^|\.)(gotomeet\.me|gotomeeting\.com|goto\.com)$/ },
  { name: 'BlueJeans', host: /(^|\.)bluejeans\.com$/, path: /^\/\d/ },
  { name: 'Whereby', host: /(^|\.)whereby\.com$/, path: /^\/./ },
  { name: 'Amazon Chime', host: /(^|\.)chime\.aws$/ },
  { name: 'RingCentral', host: /^v\.ringcentral\.com$/, path: /^\/join\// },
];

/** Ways to join, a known meeting service first, then SIP, then by phone. Links of unknown places are no way to join. */
export function waysToJoin(links: readonly string[]): readonly MeetingWay[] {
  const ways = links.flatMap((link) => webWay(link) ?? sipWay(link) ?? phoneWay(link) ?? []);
  const rank = { web: 0, sip: 1, phone: 2 } as const;
  return ways.toSorted((a, b) => rank[a.kind] - rank[b.kind]);
}

function webWay(link: string): MeetingWay | undefined {
  const url = URL.parse(link);
  // A name before the host (`https://webex.com@evil.test`) only misleads.
  if (url?.protocol !== 'https:' || url.username !== '') return undefined;
  const known = SERVICES.find(
    ({ host, path }) => host.test(url.hostname) && (path === undefined || path.test(url.pathname)),
  );
  return known && { kind: 'web', url: url.href, service: known.name };
}

function sipWay(link: string): MeetingWay | undefined {
  const target = /^sips?:([\w.+%-]{1,100}@[A-Za-z0-9.-]{1,253})(?=$|[;?:])/i.exec(link)?.[1];
  return target === undefined ? undefined : { kind: 'sip', target };
}

/** `tel:+12025550100,,123456#,,9#`: what stands after the first pause is for the conference, not for the network. */
function phoneWay(link: string): MeetingWay | undefined {
  const subscriber = /^tel:([^;?]*)/i.exec(link)?.[1];
  if (subscriber === undefined) return undefined;
  const plain = subscriber
    .replace(/%2c/gi, ',')
    .replace(/%23/gi, '#')
    .replace(/[\s().-]/g, '');
  const parts = /^(\+?\d{3,15})([,px][\d,px*#]{0,62})?$/i.exec(plain);
  if (!parts) return undefined;
  return { kind: 'phone', number: parts[1] ?? '', digits: (parts[2] ?? '').replace(/[px]/gi, ',') };
}
