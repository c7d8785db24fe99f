import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { CiscoAccounts } from './accounts.ts';
import { guid } from './guid.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import type { CiscoDevice, CiscoLabOptions, CiscoNode, CiscoUser } from './model.ts';
import { accountFields } from './uds-account.ts';
import { answerDestinations } from './uds-destinations.ts';
import { caller as nameOf, changeUser, extension } from './uds-forwarding.ts';
import { udsError, xmlReply } from './uds-reply.ts';
import { searchUsers } from './uds-search.ts';

/** What UDS answers need to know of the lab around them. */
export interface UdsWorld {
  readonly options: CiscoLabOptions;
  readonly accounts: CiscoAccounts;
  readonly version: string;
  /** The node that was asked. */
  readonly self: CiscoNode;
  readonly home: CiscoNode;
  readonly presence: CiscoNode;
  /** `http://tftp…:6970`. */
  readonly tftpUrl: string;
  /** The same behind TLS, where the lab has it. */
  readonly secureTftpUrl: string;
}

type Authenticated =
  | { readonly kind: 'user'; readonly user: CiscoUser }
  | { readonly kind: 'refused'; readonly reply: LabReply };

/** cisco-uc.md 2.2 [public P2]: Basic in the realm "Cisco Web Services Realm". */
function authenticate(world: UdsWorld, request: LabRequest): Authenticated {
  const outcome = world.accounts.checkAuthorization(request.headers.authorization);
  if (outcome.kind === 'right') return { kind: 'user', user: outcome.user };
  return {
    kind: 'refused',
    reply: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Basic realm="Cisco Web Services Realm"', 'Content-Type': 'text/html' },
      body: '<html><body>HTTP Status 401</body></html>',
    },
  };
}

/** The publisher first, as the product lists them. */
function serversOf({ home, options }: UdsWorld): readonly string[] {
  return options.listsEveryNode === true ? [home.fqdn, `ucm-a.${options.domain}`] : [home.fqdn];
}

export function baseUrl(node: Pick<CiscoNode, 'fqdn' | 'port'>): string {
  return `https://${node.fqdn}:${node.port}/cucm-uds`;
}

/** Routes a request below `/cucm-uds` (cisco-uc.md 2). */
export function answerUds(world: UdsWorld, request: LabRequest): LabReply {
  const path = request.path.replace(/^\/cucm-uds\/?/, '').replace(/\/$/, '');
  const [resource, username = '', part, id] = path.split('/');
  if (request.method !== 'GET' && resource !== 'user') return udsError(405, 'Method not allowed');
  switch (resource) {
    case 'clusterUser':
      return clusterUser(world, request);
    case 'version':
      return version(world);
    case 'servers':
      return xmlReply(
        xml(
          'servers',
          '',
          rootAttrs(world, request),
          serversOf(world).map((name) => xml('server', '', {}, name)),
        ),
      );
    case 'users': {
      // cisco-uc.md 2.5: `usersResourceAuthEnabled` decides.
      const caller = world.options.isSearchAuthenticated ? authenticate(world, request) : undefined;
      return caller?.kind === 'refused' ? caller.reply : users(world, request);
    }
    case 'user': {
      const caller = authenticate(world, request);
      if (caller.kind === 'refused') return caller.reply;
      // 403 for somebody else's record is [inferred] (cisco-uc.md 2.3).
      if (caller.user.username.toLowerCase() !== username.toLowerCase())
        return world.accounts.find(username) ? udsError(403, 'Forbidden') : udsError(404, 'User not found');
      if (request.method === 'PUT' && part === undefined) return changeUser(world, request, caller.user);
      if (part === 'remoteDestinations' || part === 'remoteDestination')
        return answerDestinations(
          {
            accounts: world.accounts,
            attrs: rootAttrs(world, request),
            own: `${baseUrl(world.home)}/user/${caller.user.username}`,
          },
          request,
          caller.user,
          { part, id },
        );
      return request.method === 'GET'
        ? ownResource(world, request, caller.user, part, id)
        : udsError(405, 'Method not allowed');
    }
    default:
      return udsError(404, 'Resource not found');
  }
}

/** cisco-uc.md 2.1: every root carries `version` and `uri`. */
function rootAttrs(world: UdsWorld, request: LabRequest): Record<string, string> {
  const query = request.query.size > 0 ? `?${request.query.toString()}` : '';
  return {
    version: world.version,
    uri: `https://${world.self.fqdn}:${world.self.port}${request.path}${query}`,
  };
}

/** cisco-uc.md 2.4: 200 with `found="false"` for strangers; `username`, `email` or `useridentifier`. */
function clusterUser(world: UdsWorld, request: LabRequest): LabReply {
  const [name, email, identifier] = ['username', 'email', 'useridentifier'].map((key) =>
    request.query.get(key),
  );
  if (name === null && email === null && identifier === null) return udsError(400, 'Missing parameter');
  const wanted = (name ?? email ?? identifier ?? '').toLowerCase();
  const user = world.accounts.all.find((one) =>
    name === undefined || name === null
      ? one.email?.toLowerCase() === wanted
      : one.username.toLowerCase() === wanted,
  );
  // Of people elsewhere this cluster may know no more than that (ILS).
  const elsewhere = world.options.homes?.get(user?.username.toLowerCase() ?? wanted);
  const publisher = elsewhere ?? world.home;
  const home = baseUrl(publisher);
  const username = user?.username ?? (elsewhere && wanted);
  const result = username
    ? xml(
        'result',
        '',
        { found: 'true', uri: `${home}/user/${username}`, version: world.version },
        xml('homeCluster', '', { serversUri: `${home}/servers` }, publisher.fqdn),
        xml(
          'homeClusterDetails',
          '',
          {},
          xml('selfProvisioningSecureMode', '', {}, 'false'),
          xml('adminProvisionMode', '', {}, 'false'),
        ),
      )
    : xml('result', '', { found: 'false' });
  return xmlReply(xml('clusterUser', '', rootAttrs(world, request), result));
}

/** cisco-uc.md 2.5: capabilities from 11.5 on. */
function version(world: UdsWorld): LabReply {
  const capabilities = xml(
    'capabilities',
    '',
    {},
    xml('usersResourceAuthEnabled', '', {}, String(world.options.isSearchAuthenticated ?? false)),
  );
  return xmlReply(
    xml(
      'versionInformation',
      '',
      { version: world.version, uri: `${baseUrl(world.self)}/version` },
      xml('version', '', {}, world.version),
      capabilities,
    ),
  );
}

function users(world: UdsWorld, request: LabRequest): LabReply {
  const found = searchUsers(world.accounts.all, request.query, world.options.searchLimit ?? 64);
  if (!found) return udsError(415, 'Invalid parameter');
  const attrs = {
    ...rootAttrs(world, request),
    start: String(found.start),
    requestedCount: String(found.requested),
    returnedCount: String(found.page.length),
    totalCount: String(found.total),
  };
  return xmlReply(
    xml(
      'users',
      '',
      attrs,
      found.page.map((user) =>
        xml('user', '', { uri: `${baseUrl(world.home)}/user/${user.username}` }, directoryFields(user)),
      ),
    ),
  );
}

/** Directory part shared by `users` and `user` (cisco-uc.md 2.6 and 2.7); absent values are empty elements. */
function directoryFields(user: CiscoUser): XmlElement[] {
  const field = (name: string, value = ''): XmlElement => xml(name, '', {}, value !== '' && value);
  return [
    field('id', guid(`user ${user.username}`)),
    field('userName', user.username),
    field('firstName', user.firstName),
    field('lastName', user.lastName),
    field('middleName'),
    field('nickName'),
    field('displayName', user.displayName),
    field('phoneNumber', user.phoneNumber),
    field('homeNumber', user.homeNumber),
    field('mobileNumber', user.mobileNumber),
    field('email', user.email),
    field('directoryUri', user.email),
    field('msUri'),
    field('department', user.department),
    field('manager', user.manager),
    field('title', user.title),
    field('pager'),
  ];
}

function ownResource(
  world: UdsWorld,
  request: LabRequest,
  user: CiscoUser,
  part: string | undefined,
  id: string | undefined,
): LabReply {
  const own = `${baseUrl(world.home)}/user/${user.username}`;
  const devices = user.devices ?? [];
  switch (part) {
    case undefined:
      return xmlReply(
        xml('user', '', rootAttrs(world, request), directoryFields(user), accountFields(world, user, own)),
      );
    case 'devices': {
      const model = request.query.get('model');
      const listed = devices.filter((device) => model === null || modelOf(device) === model);
      return xmlReply(
        xml(
          'devices',
          '',
          rootAttrs(world, request),
          listed.map((device) =>
            xml('device', '', { uri: `${own}/device/${deviceId(device)}` }, deviceFields(device)),
          ),
        ),
      );
    }
    case 'device': {
      const device = devices.find((one) => deviceId(one) === id);
      return device
        ? xmlReply(deviceDocument(world, request, device, own))
        : udsError(404, 'Device not found');
    }
    case 'extensions': {
      const lines = devices.flatMap((device) => device.lines ?? []);
      return xmlReply(
        xml(
          'extensions',
          '',
          rootAttrs(world, request),
          lines.map((line, index) => extension(line, index === 0, world.accounts.forwards.get(nameOf(user)))),
        ),
      );
    }
    case 'speedDials':
      return xmlReply(
        xml(
          'userSpeedDials',
          '',
          rootAttrs(world, request),
          xml('speedDials', '', { appliesToAllDevices: 'true', totalCount: '0' }),
        ),
      );
    case 'credentials':
      return xmlReply(xml('credentials', '', rootAttrs(world, request), xml('loginFailures', '', {}, '0')));
    default:
      return udsError(404, 'Resource not found');
  }
}

const CSF_MODEL = 'Cisco Unified Client Services Framework';

function modelOf(device: CiscoDevice): string {
  return device.model ?? CSF_MODEL;
}

export function deviceId(device: CiscoDevice): string {
  return guid(`device ${device.name}`);
}

/** cisco-uc.md 2.8. */
function deviceFields(device: CiscoDevice): XmlElement[] {
  const field = (name: string, value: string): XmlElement => xml(name, '', {}, value);
  const description = xml('description', '', { editable: 'true', source: 'user' }, device.description ?? '');
  return [
    field('id', deviceId(device)),
    field('name', device.name),
    field('type', 'Phone'),
    field('model', modelOf(device)),
    description,
    field('protocol', 'SIP'),
  ];
}

/** cisco-uc.md 2.8: `provision/uri` says where the device file is. */
function deviceDocument(world: UdsWorld, request: LabRequest, device: CiscoDevice, own: string): XmlElement {
  const provision = xml('provision', '', {}, xml('uri', '', {}, `${world.tftpUrl}/${device.name}.cnf.xml`));
  const disturb = xml(
    'doNotDisturbSettings',
    '',
    {},
    xml('enable', '', {}, 'false'),
    xml('option', '', { value: '1' }, 'Call Reject'),
  );
  const links = ['extensions', 'subscribedServices', 'speedDials'].map((name) =>
    xml(name, '', { uri: `${own}/device/${deviceId(device)}/${name}` }),
  );
  return xml(
    'device',
    '',
    { ...rootAttrs(world, request), hasPrimaryNumber: String((device.lines ?? []).length > 0) },
    deviceFields(device),
    provision,
    disturb,
    links,
  );
}
