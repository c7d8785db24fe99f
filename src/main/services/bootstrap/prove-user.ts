import { ok, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { BasicCredentials, Uds, UdsNode, UdsUser } from '../../ports/uds.port.ts';
import type { Home } from './find-home.ts';
import { proveByTokens } from './prove-by-tokens.ts';
import type { SignInContext } from './sign-in-context.ts';
import { tokenAudience } from './token-audience.ts';
import { tryNodes } from './try-nodes.ts';

/** A user whose password or token Unified CM has accepted. */
export interface ProvenUser {
  readonly user: UdsUser;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
  /** Where the tokens are from. */
  readonly signOn?: AuthorizationServer;
  /** The node that answered, then the others. */
  readonly nodes: readonly UdsNode[];
}

/**
 * The step sign-in-method: Unified CM is the service that proves the person (A2). A refused password is told to the person
 * and never repeated; no other service has seen it by then. Tokens are proven in the same way, before any other service.
 */
export async function proveUser(uds: Uds, home: Home, context: SignInContext): Promise<Result<ProvenUser>> {
  context.checklist.running('sign-in-method');
  const { method } = home;
  if (method.kind === 'password') return proveByPassword(uds, home, context);
  const nodes = await tokenAudience(uds, home, method.server, context);
  const proven = nodes.ok
    ? await proveByTokens(context, method.server, nodes.value[0]?.host ?? '', (tokens) =>
        askForUser(uds, { ...home, nodes: nodes.value }, context, { password: '', tokens }),
      )
    : nodes;
  if (!proven.ok) context.checklist.failed('sign-in-method', proven.error);
  return proven;
}

async function proveByPassword(uds: Uds, home: Home, context: SignInContext): Promise<Result<ProvenUser>> {
  const { checklist, password: gate } = context;
  for (;;) {
    const password = await gate.take(home.username);
    if (!password.ok) return password;
    const proven = await askForUser(uds, home, context, { password: password.value });
    if (proven.ok || proven.error.code !== 'auth.wrong-password') return proven;
    gate.refuse(proven.error);
    checklist.running('sign-in-method');
  }
}

async function askForUser(
  uds: Uds,
  home: Home,
  context: SignInContext,
  secret: Omit<BasicCredentials, 'username'>,
): Promise<Result<ProvenUser>> {
  const { checklist } = context;
  const span = context.span.child('sign-in-method');
  const credentials = { username: home.username, ...secret };
  const answer = await tryNodes(home.nodes, (node) =>
    context.trusted(() => uds.user(node, credentials, { ...context, span })),
  );
  span.end(answer.ok ? 'ok' : 'failed');
  if (!answer.ok) {
    checklist.failed('sign-in-method', answer.error);
    return answer;
  }
  const { node, value: user } = answer.value;
  const key = secret.tokens ? 'step.done.single-sign-on' : 'step.done.password';
  checklist.done('sign-in-method', { key }, [{ name: 'server', value: `${node.host}:${node.port}` }]);
  const { method } = home;
  return ok({
    user,
    ...secret,
    ...(method.kind === 'tokens' && { signOn: method.server }),
    nodes: [node, ...home.nodes.filter((each) => each !== node)],
  });
}
