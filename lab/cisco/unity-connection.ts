import { randomUUID } from 'node:crypto';
import type { LabCa } from '../pki/lab-ca.ts';
import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { CiscoAccounts } from './accounts.ts';
import { BayeuxServer } from './bayeux-server.ts';
import { type HttpNode, type LabReply, type LabRequest, startHttpNode } from './http-node.ts';
import { sendMessage } from './unity-sending.ts';
import type { CiscoCounters, CiscoFault, CiscoNode } from './model.ts';

export interface UnityOptions {
  /** Addresses of the servers: the primary, and one that backs it up (same mailboxes). */
  readonly hosts: readonly [string] | readonly [string, string];
  /** Of the message interface; any free one when absent. */
  readonly port?: number;
  /** The event service: on TLS port 7443 of each address, on plain 7080, or off. */
  readonly events?: 'tls' | 'plain' | 'off';
  /** Name and password of the mailbox instead of the phone's, by user name. */
  readonly passwords?: ReadonlyMap<string, string>;
}

export interface LabVoicemail {
  readonly id: string;
  readonly callerName: string;
  readonly callerNumber: string;
  readonly at: number;
  readonly durationMs: number;
  readonly sound: Buffer;
  readonly isUrgent: boolean;
  readonly isPrivate: boolean;
  readonly isSecure: boolean;
  /** The sound of the message that it passes on, where words were put before it. */
  readonly passedOn?: Buffer;
  isRead: boolean;
  folder: 'inbox' | 'deleted';
}

export type LeftMessage = Pick<LabVoicemail, 'callerName' | 'callerNumber' | 'durationMs' | 'sound'> &
  Partial<Pick<LabVoicemail, 'at' | 'isRead' | 'isUrgent' | 'isPrivate' | 'isSecure' | 'passedOn'>>;

/** An emulated Unity Connection pair (cisco-uc.md 11): one store, two servers, live events. */
export interface UnityLab {
  readonly nodes: readonly CiscoNode[];
  /** A caller leaves a message. */
  leave(username: string, message: LeftMessage): LabVoicemail;
  messages(username: string): readonly LabVoicemail[];
  /** Done at the telephone: everybody who watches hears of it. */
  change(username: string, id: string, change: Partial<Pick<LabVoicemail, 'isRead' | 'folder'>>): void;
  setDown(server: 0 | 1, isDown: boolean): Promise<void>;
  stop(): Promise<void>;
}

export interface UnityWorld {
  readonly domain: string;
  readonly ca: LabCa;
  readonly accounts: CiscoAccounts;
  readonly counters: CiscoCounters;
  readonly faultFor: (node: string, path: string) => CiscoFault | undefined;
}

const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const XML = { 'Content-Type': 'application/xml' };
const NOT_FOUND: LabReply = { status: 404, headers: XML, body: `${HEADER}<ErrorDetails/>` };
const EVENT_PORTS = { tls: 7443, plain: 7080 } as const;

export async function startUnityConnection(options: UnityOptions, world: UnityWorld): Promise<UnityLab> {
  const boxes = new Mailboxes();
  const bayeux = new BayeuxServer();
  boxes.onChange = (username, event, message) => bayeux.tell(username, event, message);
  const servers: { readonly name: string; readonly nodes: HttpNode[] }[] = [];
  for (const [index, host] of options.hosts.entries()) {
    const name = index === 0 ? 'cuc-a' : 'cuc-b';
    const certificate = await world.ca.issue({ names: [`${name}.${world.domain}`], kind: 'good' });
    const { counters, faultFor } = world;
    const common = { name, host, counters, faultFor };
    const handle = (request: LabRequest): LabReply => answer(request, { options, world, boxes, bayeux });
    const nodes = [await startHttpNode({ ...common, port: options.port ?? 0, certificate, handle })];
    const { events = 'tls' } = options;
    if (events !== 'off') {
      const secure = events === 'tls' ? { certificate } : {};
      const bayeuxHandle = (request: LabRequest): Promise<LabReply> => bayeux.answer(request);
      nodes.push(
        await startHttpNode({ ...common, ...secure, port: EVENT_PORTS[events], handle: bayeuxHandle }),
      );
    }
    servers.push({ name, nodes });
  }
  return {
    nodes: servers.map(({ name, nodes: [node] }) => ({
      name,
      fqdn: `${name}.${world.domain}`,
      host: node?.host ?? '',
      port: node?.port ?? 0,
    })),
    leave: (username, message) => boxes.leave(username, message),
    messages: (username) => boxes.of(username),
    change(username, id, change) {
      const message = boxes.of(username).find((each) => each.id === id);
      if (message) boxes.change(username, message, change);
    },
    async setDown(server, isDown) {
      const nodes = servers[server]?.nodes ?? [];
      await Promise.all(nodes.map((node) => (isDown ? node.down() : node.up())));
    },
    async stop() {
      bayeux.stop();
      await Promise.all(servers.flatMap(({ nodes }) => nodes.map((node) => node.down())));
    },
  };
}

class Mailboxes {
  onChange: (username: string, event: string, message: LabVoicemail) => void = () => undefined;
  readonly #boxes = new Map<string, LabVoicemail[]>();

  of(username: string): LabVoicemail[] {
    const key = username.toLowerCase();
    const box = this.#boxes.get(key) ?? [];
    this.#boxes.set(key, box);
    return box;
  }

  leave(username: string, left: LeftMessage): LabVoicemail {
    const message: LabVoicemail = {
      ...{ at: Date.now(), isRead: false, isUrgent: false, isPrivate: false, isSecure: false, ...left },
      id: `0:${randomUUID()}`,
      folder: 'inbox',
    };
    this.of(username).unshift(message);
    this.onChange(username, 'NEW_MESSAGE', message);
    return message;
  }

  change(
    username: string,
    message: LabVoicemail,
    change: Partial<Pick<LabVoicemail, 'isRead' | 'folder'>>,
  ): void {
    Object.assign(message, change);
    const isGone = change.folder === 'deleted';
    const event = isGone ? 'DELETED_MESSAGE' : change.isRead === false ? 'UNREAD_MESSAGE' : 'SAVED_MESSAGE';
    this.onChange(username, event, message);
  }

  remove(username: string, message: LabVoicemail): void {
    const box = this.of(username);
    box.splice(box.indexOf(message), 1);
    this.onChange(username, 'DELETED_MESSAGE', message);
  }
}

interface Parts {
  readonly options: UnityOptions;
  readonly world: UnityWorld;
  readonly boxes: Mailboxes;
  readonly bayeux: BayeuxServer;
}

function answer(request: LabRequest, parts: Parts): LabReply {
  const { method, path, query } = request;
  if (path === '/vmrest/version')
    return {
      status: 200,
      headers: XML,
      body: `${HEADER}<VersionInfo><version>12.5.1</version></VersionInfo>`,
    };
  const username = whoAsks(request, parts);
  if (username === undefined)
    return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="Cisco Unity Connection"' }, body: '' };
  if (path === '/vmrest/mailbox' && method === 'POST' && query.get('method') === 'requestnotification')
    return {
      status: 200,
      headers: { 'Content-Type': 'text/plain' },
      body: parts.bayeux.subscription(username),
    };
  if (path === '/vmrest/messages' && method === 'POST')
    return sendMessage(request, username, parts.world.accounts, parts.boxes);
  const folder = /^\/vmrest\/mailbox\/folders\/(inbox|deleted)\/messages$/.exec(path)?.[1];
  if (folder !== undefined && method === 'GET') return folderReply(parts.boxes.of(username), folder, query);
  const [, id, rest] = /^\/vmrest\/messages\/([^/]+)(\/attachments\/0)?$/.exec(path) ?? [];
  const message = parts.boxes.of(username).find((each) => each.id === id);
  if (!message) return NOT_FOUND;
  return messageReply(username, message, rest !== undefined, request, parts);
}

function messageReply(
  username: string,
  message: LabVoicemail,
  isSound: boolean,
  { method, query, body }: LabRequest,
  { boxes }: Parts,
): LabReply {
  if (method === 'GET' && isSound)
    return message.isSecure
      ? { status: 403, body: '' }
      : { status: 200, headers: { 'Content-Type': 'audio/wav' }, body: message.sound };
  if (method === 'GET') return { status: 200, headers: XML, body: HEADER + messageXml(message).toString() };
  if (method === 'PUT') {
    const read = /<Read>(true|false)<\/Read>/.exec(body)?.[1];
    if (read === undefined) return { status: 400, body: '' };
    boxes.change(username, message, { isRead: read === 'true' });
    return { status: 204 };
  }
  if (method === 'POST' && query.get('method') === 'undelete') {
    boxes.change(username, message, { folder: 'inbox' });
    return { status: 204 };
  }
  if (method !== 'DELETE') return { status: 405, body: '' };
  if (message.folder === 'deleted') boxes.remove(username, message);
  else boxes.change(username, message, { folder: 'deleted' });
  return { status: 204 };
}

/** Newest first, unread before read, as the product sorts by itself. */
function folderReply(box: readonly LabVoicemail[], folder: string, query: URLSearchParams): LabReply {
  const all = box
    .filter((each) => each.folder === folder)
    .toSorted((a, b) => Number(a.isRead) - Number(b.isRead) || b.at - a.at);
  const size = Number(query.get('rowsperpage') ?? 20);
  const start = (Number(query.get('pagenumber') ?? 1) - 1) * size;
  const page = all.slice(start, start + size).map(messageXml);
  return {
    status: 200,
    headers: XML,
    body: HEADER + xml('Messages', '', { total: String(all.length) }, page).toString(),
  };
}

function messageXml(message: LabVoicemail): XmlElement {
  const leaf = (name: string, value: string | number | boolean): XmlElement =>
    xml(name, '', {}, String(value));
  const { id, callerName, callerNumber } = message;
  return xml(
    'Message',
    '',
    {},
    leaf('Subject', `Message from ${callerName} (${callerNumber})`),
    leaf('Read', message.isRead),
    leaf('Dispatch', false),
    leaf('Secure', message.isSecure),
    leaf('Priority', message.isUrgent ? 'Urgent' : 'Normal'),
    leaf('Sensitivity', message.isPrivate ? 'Private' : 'Normal'),
    leaf('URI', `/vmrest/messages/${id}`),
    leaf('MsgId', id),
    xml('From', '', {}, leaf('DisplayName', callerName), leaf('DtmfAccessId', callerNumber)),
    xml('CallerId', '', {}, leaf('CallerNumber', callerNumber), leaf('CallerName', callerName)),
    leaf('ArrivalTime', message.at),
    leaf('Size', message.sound.length),
    leaf('Duration', message.durationMs),
    leaf('FromSub', true),
    leaf('MsgType', 'Voice'),
  );
}

function whoAsks({ headers }: LabRequest, { options, world }: Parts): string | undefined {
  const { authorization } = headers;
  if (options.passwords) {
    const text = Buffer.from(/^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? '', 'base64').toString('utf8');
    const [name = '', password] = text.split(':');
    return options.passwords.get(name.toLowerCase()) === password && password !== undefined
      ? name
      : undefined;
  }
  const outcome = world.accounts.checkAuthorization(authorization);
  return outcome.kind === 'right' ? outcome.user.username : undefined;
}
