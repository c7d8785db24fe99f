import type { LabReply } from './http-node.ts';

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '');

function page(title: string, body: string, status = 200, headers: Record<string, string> = {}): LabReply {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
    body:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>` +
      '<style>body{font:16px sans-serif;max-width:22rem;margin:4rem auto}label,input,button{display:block;width:100%;margin:.4rem 0}[role=alert]{color:#a00}</style>' +
      `</head><body><h1>${escape(title)}</h1>${body}</body></html>`,
  };
}

/** A form for name and password, as identity providers have them. Hidden fields go with every button. */
export function signInPage(options: {
  readonly title: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly hasCertificate: boolean;
  readonly problem?: string;
}): LabReply {
  const hidden = hiddenFields(options.hidden);
  const button = (name: string, value: string, text: string): string =>
    `<form method="post" action="${escape(options.action)}">${hidden}<button name="${name}" value="${value}">${text}</button></form>`;
  return page(
    options.title,
    `${options.problem === undefined ? '' : `<p role="alert">${escape(options.problem)}</p>`}` +
      `<form method="post" action="${escape(options.action)}">${hidden}` +
      '<label for="user">User name</label><input id="user" name="user" autocomplete="username">' +
      '<label for="password">Password</label><input id="password" name="password" type="password">' +
      '<button name="do" value="sign-in">Sign in</button></form>' +
      (options.hasCertificate ? button('do', 'certificate', 'Use a certificate') : '') +
      button('do', 'cancel', 'Cancel'),
    options.problem === undefined ? 200 : 401,
  );
}

/** SAML's POST binding: a form that sends itself (saml-bindings 3.5.4). */
export function postBack(
  action: string,
  fields: Readonly<Record<string, string>>,
  cookie?: string,
): LabReply {
  return page(
    'Signing in',
    `<form method="post" action="${escape(action)}">${hiddenFields(fields)}<button>Continue</button></form><script>document.forms[0].submit()</script>`,
    200,
    cookie === undefined ? {} : { 'Set-Cookie': cookie },
  );
}

export function problemPage(text: string, status: number): LabReply {
  return page('Sign-in problem', `<p role="alert">${escape(text)}</p>`, status);
}

function hiddenFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('');
}
