import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Uds, UdsNode, UdsUser } from '../../ports/uds.port.ts';
import type { Home } from './find-home.ts';
import type { SignInContext } from './sign-in-context.ts';
import { tryNodes } from './try-nodes.ts';

/** A user whose password Unified CM has accepted. */
export interface ProvenUser {
  readonly user: UdsUser;
  readonly password: string;
  /** The node that answered, then the others. */
  readonly nodes: readonly UdsNode[];
}

/**
 * The step sign-in-method: Unified CM is the service that proves the password (A2). A refusal is shown to the person
 * and never repeated; no other service has seen the password by then.
 */
export async function proveUser(uds: Uds, home: Home, context: SignInContext): Promise<Result<ProvenUser>> {
  const { checklist, password: gate } = context;
  checklist.running('sign-in-method');
  const [first] = home.nodes;
  if (home.method === 'single-sign-on') {
    const refused = fail('auth.sso-not-supported', { host: first?.host ?? '' });
    checklist.failed('sign-in-method', refused.error);
    return refused;
  }
  for (;;) {
    const password = await gate.take(home.username);
    if (!password.ok) return password;
    const span = context.span.child('sign-in-method');
    const credentials = { username: home.username, password: password.value };
    const answer = await tryNodes(home.nodes, (node) =>
      context.trusted(() => uds.user(node, credentials, { ...context, span })),
    );
    span.end(answer.ok ? 'ok' : 'failed');
    if (answer.ok) {
      const { node, value: user } = answer.value;
      const details = [{ name: 'server', value: `${node.host}:${node.port}` }];
      checklist.done('sign-in-method', { key: 'step.done.password' }, details);
      return ok({
        user,
        password: password.value,
        nodes: [node, ...home.nodes.filter((each) => each !== node)],
      });
    }
    checklist.failed('sign-in-method', answer.error);
    if (answer.error.code !== 'auth.wrong-password') return answer;
    gate.refuse(answer.error);
    checklist.running('sign-in-method');
  }
}
