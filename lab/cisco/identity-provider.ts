import { createHmac, randomBytes } from 'node:crypto';
import type { CiscoAccounts } from './accounts.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import { postBack, problemPage, signInPage } from './sign-on-pages.ts';

export interface IdentityProviderOptions {
  readonly accounts: CiscoAccounts;
  /** Whom the button "Use a certificate" signs in; absent: there is no such button. */
  readonly certificateUser?: string;
  /** Remembers who signed in, by a cookie, as providers do. */
  readonly hasCookies?: boolean;
}

/**
 * A SAML identity provider in one page (LAB: real SAML in its bindings and names, a keyed hash in the place of XML
 * signatures). The user id is in the attribute `uid` (cisco-uc.md 7.4).
 */
export class IdentityProvider {
  readonly #options: IdentityProviderOptions;
  readonly #key = randomBytes(32);
  readonly #sessions = new Map<string, string>();

  constructor(options: IdentityProviderOptions) {
    this.#options = options;
  }

  /** `/idp/sso?SAMLRequest=…&RelayState=…`, and the form's answer at `/idp/sso`. */
  answer(request: LabRequest): LabReply {
    if (request.path !== '/idp/sso') return problemPage('There is no such page.', 404);
    const form = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
    const consumer = readAuthnRequest(form.get('SAMLRequest') ?? '');
    if (consumer === undefined) return problemPage('This request cannot be read.', 400);
    const hidden = {
      SAMLRequest: form.get('SAMLRequest') ?? '',
      RelayState: form.get('RelayState') ?? '',
    };
    const known = this.#sessions.get(/(?:^|;\s*)idp=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (request.method === 'GET')
      return known ? this.#signedIn(consumer, hidden.RelayState, known) : this.#ask(hidden);
    if (form.get('do') === 'cancel') return this.#back(consumer, hidden.RelayState, undefined);
    if (form.get('do') === 'certificate' && this.#options.certificateUser !== undefined)
      return this.#signedIn(consumer, hidden.RelayState, this.#options.certificateUser);
    const outcome = this.#options.accounts.check(form.get('user') ?? '', form.get('password') ?? '');
    return outcome.kind === 'right'
      ? this.#signedIn(consumer, hidden.RelayState, outcome.user.username)
      : this.#ask(hidden, 'Wrong user name or password.');
  }

  /** Whom a `SAMLResponse` of ours names; `undefined`: nobody, or it isn't ours. */
  read(response: string): string | undefined {
    const [assertion = '', mark = ''] = Buffer.from(response, 'base64').toString('utf8').split('\0');
    if (this.#mark(assertion) !== mark) return undefined;
    return /<saml:Attribute Name="uid"><saml:AttributeValue>([^<]+)</.exec(assertion)?.[1];
  }

  /** Everybody must type again. */
  forgetSessions(): void {
    this.#sessions.clear();
  }

  #ask(hidden: Readonly<Record<string, string>>, problem?: string): LabReply {
    return signInPage({
      title: 'Company sign-in',
      action: '/idp/sso',
      hidden,
      hasCertificate: this.#options.certificateUser !== undefined,
      ...(problem !== undefined && { problem }),
    });
  }

  #signedIn(consumer: string, relayState: string, user: string): LabReply {
    const session = randomBytes(16).toString('base64url');
    if (this.#options.hasCookies) this.#sessions.set(session, user);
    const cookie = this.#options.hasCookies ? `idp=${session}; Path=/idp; Secure; HttpOnly` : undefined;
    return this.#back(consumer, relayState, user, cookie);
  }

  #back(consumer: string, relayState: string, user: string | undefined, cookie?: string): LabReply {
    const status = user === undefined ? 'AuthnFailed' : 'Success';
    const attribute =
      user === undefined
        ? ''
        : `<saml:Assertion><saml:AttributeStatement><saml:Attribute Name="uid"><saml:AttributeValue>${user}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>`;
    const assertion = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Destination="${consumer}"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>${attribute}</samlp:Response>`;
    const response = Buffer.from(`${assertion}\0${this.#mark(assertion)}`).toString('base64');
    return postBack(consumer, { SAMLResponse: response, RelayState: relayState }, cookie);
  }

  #mark(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex');
  }
}

/** `AuthnRequest` of the cluster: only where the answer goes is read. */
export function authnRequest(consumer: string): string {
  return Buffer.from(
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ForceAuthn="false" IsPassive="false" AssertionConsumerServiceURL="${consumer}"/>`,
  ).toString('base64');
}

function readAuthnRequest(request: string): string | undefined {
  const text = Buffer.from(request, 'base64').toString('utf8');
  return /AssertionConsumerServiceURL="(https:\/\/[^"]+)"/.exec(text)?.[1];
}
