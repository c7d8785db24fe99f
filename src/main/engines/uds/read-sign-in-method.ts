import type { SignInMethod, UdsNode } from '../../ports/uds.port.ts';
import { descendants, find, textOf, type XmlElement } from '../link/xml-document.ts';
import { udsBase } from './uds-client.ts';

/**
 * Reads the answer to the probe (cisco-uc 7.1, 7.2). Only `Status@enabled` is confirmed; the addresses are read where they
 * are found and have the usual paths else. An `OAuth` element (the lab's word for the refresh flow, cisco-uc 9.2) asks for
 * tokens though single sign-on is off: the cluster then shows a sign-in page of its own. Undefined: it says neither yes nor no.
 */
export function readSignInMethod(root: XmlElement, node: UdsNode): SignInMethod | undefined {
  const told = find(root, 'Status')?.attributes.get('enabled')?.trim().toLowerCase();
  const isOn = told === 'true' || descendants(root, 'OAuth').some(isOffered);
  if (!isOn) return told === 'false' ? { kind: 'password' } : undefined;
  const base = udsBase(node).replace(/\/cucm-uds$/, '/ssosp/oauth');
  const authorize =
    addressOf(textOf(root, 'Authorize')) ?? addressOf(textOf(root, 'Uri')) ?? `${base}/authorize`;
  const token = addressOf(textOf(root, 'Token'));
  // A code is redeemed where the person signed in: another host may be anybody's.
  const isThere = token !== undefined && URL.parse(token)?.hostname === URL.parse(authorize)?.hostname;
  const usual = new URL('access_token', authorize).href;
  return { kind: 'tokens', server: { authorize, token: isThere ? token : usual } };
}

function isOffered(element: XmlElement): boolean {
  return element.attributes.get('enabled')?.trim().toLowerCase() !== 'false';
}

/** Codes and tokens go there: HTTPS only. */
function addressOf(text: string | undefined): string | undefined {
  const url = text === undefined ? undefined : URL.parse(text);
  return url?.protocol === 'https:' && url.username === '' ? url.href : undefined;
}
