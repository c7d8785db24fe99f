import { createHash, randomBytes } from 'node:crypto';
import type { CiscoAccounts } from './accounts.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import { authnRequest, type IdentityProvider } from './identity-provider.ts';
import type { CiscoNode } from './model.ts';
import { problemPage, signInPage } from './sign-on-pages.ts';
import type { TokenBook } from './token-book.ts';

/** How the cluster hands out tokens (cisco-uc.md 7.2). */
export interface AuthorizationOptions {
  /** *OAuth with Refresh Login Flow*; off: the implicit flow only. */
  readonly hasRefreshFlow: boolean;
  /** *Redirect URIs for Third Party SSO Client*; absent: every one is taken. */
  readonly redirectUris?: readonly string[];
  readonly clientSecret?: string;
  /** Sends `state` back; the source does not say (cisco-uc.md 7.3). On unless said. */
  readonly echoesState?: boolean;
}

export interface AuthorizationWorld {
  readonly options: AuthorizationOptions;
  readonly self: CiscoNode;
  /** What the addresses begin with where an edge carries them (cisco-uc.md 7.6). */
  readonly base?: string;
  readonly accounts: CiscoAccounts;
  readonly book: TokenBook;
  /** There with SAML single sign-on; else the cluster has a page of its own (cisco-uc.md 7.2). */
  readonly provider?: { readonly node: CiscoNode; readonly pages: IdentityProvider };
}

interface Waiting {
  readonly flow: 'code' | 'token';
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly challenge?: string;
}

/** The authorisation server of a cluster: authorize, the way back from the provider, token endpoint (cisco-uc.md 7.3 to 7.6). */
export class AuthorizationServer {
  readonly #waiting = new Map<string, Waiting>();

  /** Undefined: not one of its addresses. */
  answer(world: AuthorizationWorld, request: LabRequest): LabReply | undefined {
    const { path } = request;
    if (path === '/ssosp/oauth/authorize') return this.#authorize(world, request);
    if (path === '/ssosp/oauth/login') return this.#login(world, request);
    if (path.startsWith('/ssosp/saml/SSO/alias/')) return this.#consume(world, request);
    if (path === '/ssosp/oauth/access_token') return tokens(world, request);
    return undefined;
  }

  #authorize(world: AuthorizationWorld, { query }: LabRequest): LabReply {
    const { options, provider, self, base = '' } = world;
    const flow = query.get('response_type');
    const clientId = query.get('client_id') ?? '';
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('scope') !== 'UnifiedCommunications:readwrite') return invalid('scope');
    // The letter C and 64 hex digits (cisco-uc.md 7.3).
    if (!/^C[0-9a-f]{64}$/i.test(clientId)) return invalid('client_id');
    if (options.redirectUris && !options.redirectUris.includes(redirectUri)) return invalid('redirect_uri');
    if (flow !== 'token' && !(flow === 'code' && options.hasRefreshFlow)) return invalid('response_type');
    if (flow === 'token' && !provider) return invalid('response_type');
    const challenge = query.get('code_challenge');
    const id = randomBytes(12).toString('hex');
    const state = query.get('state');
    this.#waiting.set(id, { flow, clientId, redirectUri, state, ...(challenge !== null && { challenge }) });
    if (!provider) return this.#ownPage(world, id);
    const consumer = `https://${self.fqdn}:${self.port}${base}/ssosp/saml/SSO/alias/${self.fqdn}`;
    const target = new URL(`https://${provider.node.fqdn}:${provider.node.port}/idp/sso`);
    target.searchParams.set('SAMLRequest', authnRequest(consumer));
    target.searchParams.set('RelayState', id);
    return { status: 302, headers: { Location: target.href } };
  }

  #ownPage({ base = '' }: AuthorizationWorld, id: string, problem?: string): LabReply {
    return signInPage({
      title: 'Unified CM sign-in',
      action: `${base}/ssosp/oauth/login`,
      hidden: { request: id },
      hasCertificate: false,
      ...(problem !== undefined && { problem }),
    });
  }

  #login(world: AuthorizationWorld, { body }: LabRequest): LabReply {
    const form = new URLSearchParams(body);
    const id = form.get('request') ?? '';
    if (form.get('do') === 'cancel') return this.#return(world, id, undefined);
    const outcome = world.accounts.check(form.get('user') ?? '', form.get('password') ?? '');
    if (outcome.kind !== 'right') return this.#ownPage(world, id, 'Wrong user name or password.');
    return this.#return(world, id, outcome.user.username);
  }

  #consume(world: AuthorizationWorld, { body }: LabRequest): LabReply {
    const form = new URLSearchParams(body);
    const user = world.provider?.pages.read(form.get('SAMLResponse') ?? '');
    return this.#return(world, form.get('RelayState') ?? '', user);
  }

  /** Code in the query, token in the fragment (cisco-uc.md 7.4). */
  #return({ options, book }: AuthorizationWorld, id: string, user: string | undefined): LabReply {
    const waiting = this.#waiting.get(id);
    if (!waiting) return problemPage('This sign-in is over. Start again.', 400);
    this.#waiting.delete(id);
    const { flow, clientId, redirectUri, state, challenge } = waiting;
    const answer = new URLSearchParams();
    if (user === undefined) answer.set('error', 'access_denied');
    else if (flow === 'code')
      answer.set(
        'code',
        book.issueCode({
          username: user,
          clientId,
          redirectUri,
          ...(challenge !== undefined && { challenge }),
        }),
      );
    else {
      answer.set('access_token', book.issueSimple(user, clientId));
      answer.set('token_type', 'Bearer');
      answer.set('expires_in', String(book.policy.accessLifeS));
    }
    if (state !== null && options.echoesState !== false) answer.set('state', state);
    const target = `${redirectUri}${flow === 'code' ? '?' : '#'}${answer.toString()}`;
    return { status: 302, headers: { Location: target } };
  }
}

/** The unquoted value is the product's own (cisco-uc.md 7.3). */
function invalid(what: string): LabReply {
  return {
    status: 400,
    headers: { 'Content-Type': 'application/json' },
    body: `{"error":INVALID_REQUEST,"error_description":"The parameter ${what} is not valid"}`,
  };
}

function tokens({ options, book }: AuthorizationWorld, request: LabRequest): LabReply {
  const form = new URLSearchParams(request.body);
  const get = (name: string): string => form.get(name) ?? '';
  if (request.method !== 'POST') return json(book, 405, { error: 'invalid_request' });
  if (options.clientSecret !== undefined && get('client_secret') !== options.clientSecret)
    return json(book, 401, { error: 'invalid_client' });
  const clientId = get('client_id');
  if (get('grant_type') === 'authorization_code') {
    const grant = book.redeemCode(get('code'), clientId, get('redirect_uri'));
    const proof = createHash('sha256').update(get('code_verifier')).digest('base64url');
    if (!grant || (grant.challenge !== undefined && grant.challenge !== proof))
      return json(book, 400, { error: 'invalid_grant' });
    const { access, refresh } = book.issue(grant.username, clientId);
    return json(book, 200, answerOf(book, access, refresh));
  }
  if (get('grant_type') !== 'refresh_token') return json(book, 400, { error: 'unsupported_grant_type' });
  const renewed = book.renew(get('refresh_token'), clientId);
  return renewed
    ? json(book, 200, answerOf(book, renewed.access, renewed.refresh))
    : json(book, 400, { error: 'invalid_grant', error_description: 'The token is revoked or over' });
}

function answerOf({ policy }: TokenBook, access: string, refresh: string | undefined): object {
  return {
    access_token: access,
    token_type: 'Bearer',
    expires_in: policy.accessLifeS,
    ...(refresh !== undefined && {
      refresh_token: refresh,
      refresh_token_expires_in: policy.refreshLifeS,
    }),
  };
}

function json(book: TokenBook, status: number, body: object): LabReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json', Date: new Date(book.now()).toUTCString() },
    body: JSON.stringify(body),
  };
}
