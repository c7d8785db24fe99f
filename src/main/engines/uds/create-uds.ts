import { failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { HomeCluster, Uds, UdsDevice, UdsNode, UdsUser } from '../../ports/uds.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { childText, descendants, find, path, textOf, type XmlElement } from '../link/xml-document.ts';
import { readSignInMethod } from './read-sign-in-method.ts';
import { createUdsClient, nodeOf, readXmlAnswer, udsBase, type UdsClient } from './uds-client.ts';

export function createUds(http: HttpClient): Uds {
  const client = createUdsClient(http);
  return {
    homeCluster: (node, who, call) => findHomeCluster(client, node, who, call),
    nodes: async (node, call) => {
      const answer = await client.get(node, 'servers', call);
      return answer.ok ? ok(readServers(answer.value, node)) : answer;
    },
    signInMethod: async (node, call) => {
      const url = `${udsBase(node).replace(/\/cucm-uds$/, '')}/ssosp/ws/public/singleSignOn`;
      const answer = readXmlAnswer(
        await http.request({ url, headers: { accept: 'application/xml' }, ...call }),
        url,
      );
      if (!answer.ok) return isNoService(answer.error) ? ok({ kind: 'password' }) : probeFailed(answer.error);
      const method = readSignInMethod(answer.value, node);
      return method ? ok(method) : probeFailed(failure('http.bad-content', { host: node.host }));
    },
    user: async (node, credentials, call) => {
      const answer = await client.get(
        node,
        `user/${encodeURIComponent(credentials.username)}`,
        call,
        credentials,
      );
      return answer.ok ? ok(readUser(answer.value, credentials.username)) : answer;
    },
    devices: async (node, credentials, call) => {
      const answer = await client.get(
        node,
        `user/${encodeURIComponent(credentials.username)}/devices`,
        call,
        credentials,
      );
      return answer.ok ? ok(readDevices(answer.value)) : answer;
    },
    deviceFiles: async (device, credentials, call) => {
      if (device.uri === undefined) return ok([]);
      const answer = await client.follow(device.uri, call, credentials);
      return answer.ok ? ok(urisOf(answer.value, 'provision')) : answer;
    },
  };
}

/** 404, or nobody there: no single sign-on (cisco-uc 7.1). */
function isNoService({ code, params }: Failure): boolean {
  return code.startsWith('net.') || (code === 'http.status' && params?.['status'] === 404);
}

/** An answer that says neither yes nor no must not lead to a password's being asked for where nobody has one. */
function probeFailed({ code, params, detail }: Failure): Result<never> {
  if (/^(app|tls)\./.test(code)) return { ok: false, error: failure(code, params, detail) };
  // A probe without a password cannot be told that it was wrong.
  const error =
    code === 'auth.wrong-password' || code === 'auth.locked'
      ? failure('http.status', { ...params, status: code === 'auth.locked' ? 403 : 401 })
      : failure(code, params);
  return {
    ok: false,
    error: { ...error, detail: ['single sign-on probe', detail].filter(Boolean).join(': ') },
  };
}

async function findHomeCluster(
  client: UdsClient,
  node: UdsNode,
  who: { readonly username: string; readonly email: string },
  call: RequestCall,
): Promise<Result<HomeCluster | undefined>> {
  const questions = [
    `username=${encodeURIComponent(who.username)}`,
    `email=${encodeURIComponent(who.email)}`,
  ];
  const answers = await Promise.all(questions.map((query) => client.get(node, `clusterUser?${query}`, call)));
  for (const answer of answers) {
    const home = answer.ok ? readHomeCluster(answer.value, node) : undefined;
    if (home) return ok(home);
  }
  // One "not found" is an answer; only where neither question was answered is there a failure.
  const failed = answers.find((answer) => !answer.ok);
  return failed && !answers.some(({ ok: isOk }) => isOk) ? failed : ok(undefined);
}

/** cisco-uc 2.4: `homeCluster` stands under `result` or beside it. */
function readHomeCluster(root: XmlElement, asked: UdsNode): HomeCluster | undefined {
  const result = find(root, 'result');
  if (result?.attributes.get('found')?.toLowerCase() !== 'true') return undefined;
  const element = find(root, 'homeCluster');
  const host = element?.text ?? '';
  const node =
    nodeOf(element?.attributes.get('serversUri'), asked) ?? nodeOf(result.attributes.get('uri'), asked);
  const username = /\/user\/([^/?]+)$/.exec(result.attributes.get('uri') ?? '')?.[1];
  const home = host === '' ? node : { host, port: node?.host === host ? node.port : asked.port };
  return home && { node: home, ...(username !== undefined && { username: decode(username) }) };
}

function readServers(root: XmlElement, asked: UdsNode): readonly UdsNode[] {
  const hosts = descendants(root, 'server').map(({ text }) => text);
  return hosts.filter((host) => /^[\w.:-]{1,253}$/.test(host)).map((host) => ({ host, port: asked.port }));
}

function readUser(root: XmlElement, asked: string): UdsUser {
  const imp = path(root, 'imAndPresence');
  const isEnabled = path(root, 'homeCluster')?.attributes.get('enableImAndPresence');
  const calendar = path(root, 'homeCluster')?.attributes.get('enableCalendarPresence');
  const displayName = childText(root, 'displayName') ?? fullName(root);
  const directoryUri = childText(root, 'directoryUri');
  const email = childText(root, 'email');
  const voicemailPilot = textOf(path(root, 'primaryExtension'), 'voiceMailPilotNumber');
  return {
    username: childText(root, 'userName') ?? asked,
    imPresence: imp
      ? descendants(imp, 'server')
          .map(({ text }) => text)
          .filter((text) => text !== '')
      : [],
    serviceProfile: urisOf(root, 'serviceProfile'),
    jabberProfile: urisOf(root, 'jabberProfile'),
    ...(displayName !== undefined && { displayName }),
    ...(directoryUri !== undefined && { directoryUri }),
    ...(email !== undefined && { email }),
    ...(isEnabled !== undefined && { isImPresenceEnabled: isEnabled.toLowerCase() === 'true' }),
    ...(calendar?.toLowerCase() === 'true' && { hasServerCalendar: true }),
    ...(voicemailPilot !== undefined && { voicemailPilot }),
  };
}

function fullName(root: XmlElement): string | undefined {
  const parts = [childText(root, 'firstName'), childText(root, 'lastName')].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? undefined : parts.join(' ');
}

function readDevices(root: XmlElement): readonly UdsDevice[] {
  return descendants(root, 'device').flatMap((device) => {
    const name = childText(device, 'name');
    const uri = device.attributes.get('uri');
    if (name === undefined) return [];
    const model = childText(device, 'model') ?? '';
    return [
      { name, model, description: childText(device, 'description') ?? '', ...(uri !== undefined && { uri }) },
    ];
  });
}

/** `<name><uri>…</uri></name>`, any number of them; only web addresses. */
function urisOf(root: XmlElement, name: string): readonly string[] {
  return descendants(root, name)
    .flatMap((element) => [
      ...descendants(element, 'uri').map(({ text }) => text),
      element.attributes.get('uri') ?? '',
    ])
    .filter((uri) => /^https?:\/\//i.test(uri));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
