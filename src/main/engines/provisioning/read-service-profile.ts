import type { ConfiguredValue } from '../../../shared/deployment/effective-configuration.ts';
import type { ProfileServer, ProfileService, ServiceProfile } from '../../ports/configuration-files.port.ts';
import { plainName, type XmlElement } from '../link/xml-document.ts';
import { isHostName } from './host-name.ts';

type Kind = ProfileService | 'client-configuration';

/** cisco-uc 3.3 rule 3, the more particular words first: `presence` also stands in other names. */
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ['client-configuration', /jabberclient|clientconfig/],
  ['voicemail', /voicemail/],
  ['mailstore', /mailstore/],
  ['conferencing', /conferenc|meeting/],
  ['im-presence', /presence|^imp|imp$/],
  ['directory', /directory|ldap/],
  ['cti', /cti/],
];

const ADDRESS = /^(ip)?(address|host|hostname|server|servername|uri|url)$/;
const RANKS: readonly (readonly [RegExp, number])[] = [
  [/primary/, 1],
  [/secondary|backup1|backup$/, 2],
  [/tertiary|backup2/, 3],
];

/** Parameters that name the profile's servers, best first (cisco-uc 4.4, 4.6). */
const SERVER_PARAMETERS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  'im-presence': ['PresenceServerAddress'],
  voicemail: ['VoicemailPrimaryServer', 'VoicemailBackup1Server', 'VoicemailBackup2Server'],
  cti: ['CtiServer1', 'CtiServer2'],
};

/**
 * Reads a service profile by rules, as its element names are not public (cisco-uc 3.3): sections by words in their name,
 * addresses and ports by the names of leaves, ranks by attribute or word. What it doesn't know it leaves out.
 */
export function readServiceProfile(root: XmlElement): ServiceProfile {
  const sections = root.children.flatMap((element) => {
    const kind = kindOf(element);
    return kind === undefined ? [] : [{ kind, element }];
  });
  const servers: Partial<Record<ProfileService, readonly ProfileServer[]>> = {};
  const values: ConfiguredValue[] = [];
  for (const { kind, element } of sections) {
    if (kind === 'client-configuration') {
      values.push(...clientValues(element));
      continue;
    }
    const found = serversOf(element);
    servers[kind] = [...(servers[kind] ?? []), ...found];
    values.push(
      ...serverValues(kind, found, element.line),
      ...(kind === 'directory' ? directoryValues(element, found) : []),
      ...(kind === 'voicemail' ? credentialsSource(element) : []),
    );
  }
  return { servers, imProduct: productOf(sections), values };
}

function kindOf(element: XmlElement): Kind | undefined {
  const names = [element.name, element.attributes.get('type'), element.attributes.get('name')];
  for (const name of names) {
    const plain = plainName(name ?? '');
    const found = plain === '' ? undefined : KINDS.find(([, words]) => words.test(plain));
    if (found) return found[0];
  }
  return undefined;
}

function productOf(
  sections: readonly { readonly kind: Kind; readonly element: XmlElement }[],
): ServiceProfile['imProduct'] {
  const section = sections.find(({ kind }) => kind === 'im-presence')?.element;
  if (!section) return 'none';
  const words = [
    section.attributes.get('type'),
    ...leaves(section)
      .filter(({ name }) => /product|type/i.test(name))
      .map(({ text }) => text),
  ];
  return words.some((word) => /webex/i.test(word ?? '')) ? 'webex' : 'on-premises';
}

interface Ranked extends ProfileServer {
  readonly rank: number;
}

/** Elements that hold an address among their leaves are servers; leaves that are an address themselves too. */
function serversOf(section: XmlElement): readonly ProfileServer[] {
  const found: Ranked[] = [];
  const visit = (element: XmlElement, at: number): void => {
    const server = serverIn(element, at);
    if (server) found.push(server);
    else for (const [index, each] of element.children.entries()) visit(each, index);
  };
  visit(section, 0);
  return found.toSorted((a, b) => a.rank - b.rank).map(({ rank: _rank, ...server }) => server);
}

function serverIn(element: XmlElement, at: number): Ranked | undefined {
  const address = element.children.find(
    (each) =>
      each.children.length === 0 && ADDRESS.test(plainName(each.name)) && hostOf(each.text) !== undefined,
  );
  const isLeaf = element.children.length === 0;
  const host = address
    ? hostOf(address.text)
    : isLeaf && isRankedLeaf(element)
      ? hostOf(element.text)
      : undefined;
  if (host === undefined) return undefined;
  const leaf = (name: string): string | undefined =>
    element.children.find((each) => plainName(each.name) === name)?.text;
  const port = Number(leaf('port'));
  const protocol = leaf('protocol');
  return {
    host,
    rank: rankOf(element) ?? at + 1,
    ...(Number.isInteger(port) && port > 0 && port < 65_536 && { port }),
    ...(protocol !== undefined && protocol !== '' && { protocol }),
  };
}

/** `<primaryServer>host</primaryServer>` and the like. */
function isRankedLeaf({ name }: XmlElement): boolean {
  return /server|address|host/i.test(name) && !/profile|version/i.test(name);
}

function rankOf(element: XmlElement): number | undefined {
  for (const name of ['priority', 'order', 'index']) {
    const value = Number(element.attributes.get(name));
    if (element.attributes.has(name) && Number.isFinite(value)) return value;
  }
  const words = plainName(
    `${element.name}${element.attributes.get('name') ?? ''}${element.attributes.get('type') ?? ''}`,
  );
  return RANKS.find(([pattern]) => pattern.test(words))?.[1];
}

/** A bare host, or the host of an address. */
function hostOf(text: string): string | undefined {
  const host = /^[a-z]+:\/\//i.test(text) ? URL.parse(text)?.hostname : text;
  return host !== undefined && isHostName(host) ? host : undefined;
}

function leaves(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((each) => (each.children.length === 0 ? [each] : leaves(each)));
}

function serverValues(
  kind: Kind,
  servers: readonly ProfileServer[],
  line: number,
): readonly ConfiguredValue[] {
  const names = SERVER_PARAMETERS[kind] ?? [];
  return names.flatMap((name, at) => {
    const server = servers[at];
    return server ? [{ name, section: kind, value: server.host, line }] : [];
  });
}

/** Whose name and password the mailbox takes (cisco-uc 3.3 rule 4). */
function credentialsSource(section: XmlElement): readonly ConfiguredValue[] {
  const isSource = (name: string): boolean => /^(usecredentialsfrom|credentialsource)$/.test(plainName(name));
  const attribute = [...section.attributes].find(([name]) => isSource(name))?.[1];
  const value = attribute ?? leaves(section).find(({ name }) => isSource(name))?.text ?? '';
  if (value === '') return [];
  return [{ name: 'VoiceMailService_UseCredentialsFrom', section: 'Voicemail', value, line: section.line }];
}

/** Leaves of a directory section that are parameters of the directory under another name. */
const DIRECTORY_LEAVES: readonly (readonly [RegExp, string])[] = [
  [/^(connection)?user(name|id)$/, 'ConnectionUsername'],
  [/^(connection)?password$/, 'ConnectionPassword'],
  [/^(search)?base(dn)?1?$|^searchbase1$/, 'SearchBase1'],
  [/^(search)?base(dn)?2$/, 'SearchBase2'],
  [/^(search)?base(dn)?3$/, 'SearchBase3'],
];

/**
 * "Use UDS for contact resolution" decides the contact source (cisco-uc 3.1); where it is off, the servers are LDAP's, and
 * the profile's credentials come before the file's (C2).
 */
function directoryValues(section: XmlElement, servers: readonly ProfileServer[]): readonly ConfiguredValue[] {
  const value = (name: string, given: string, line: number): ConfiguredValue => ({
    ...{ name, section: 'Directory', value: given, line },
  });
  const named = leaves(section).flatMap(({ name, text, line }) => {
    const plain = plainName(name);
    if (/useuds/.test(plain)) {
      if (/^(true|1)$/i.test(text)) return [value('DirectoryServerType', 'UDS', line)];
      return servers.length > 0 ? [value('DirectoryServerType', 'LDAP', line)] : [];
    }
    const parameter = DIRECTORY_LEAVES.find(([words]) => words.test(plain))?.[1];
    return parameter === undefined || text === '' ? [] : [value(parameter, text, line)];
  });
  const places = servers
    .slice(0, 2)
    .flatMap(({ host, port }, at) => [
      value(at === 0 ? 'PrimaryServerName' : 'SecondaryServerName', host, section.line),
      ...(port === undefined ? [] : [value(`ServerPort${at + 1}`, String(port), section.line)]),
    ]);
  return [...named, ...places];
}

/** Name/value pairs: `<setting name="…" section="…">value</setting>`, or elements named after the parameter. */
function clientValues(section: XmlElement): readonly ConfiguredValue[] {
  return leaves(section).map((leaf) => ({
    name: leaf.attributes.get('name') ?? leaf.name,
    section: leaf.attributes.get('section') ?? '',
    value: leaf.attributes.get('value') ?? leaf.text,
    line: leaf.line,
  }));
}
