import type { CiscoFault } from './model.ts';

/** The faults in force, newest first; a rule with `times` wears out. */
export class FaultRules {
  readonly #rules: { readonly rule: CiscoFault; left: number }[] = [];

  /** Adds a rule; the answer removes it. */
  add(rule: CiscoFault): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.#rules.unshift(entry);
    return () => {
      const index = this.#rules.indexOf(entry);
      if (index >= 0) this.#rules.splice(index, 1);
    };
  }

  /** The rule for this request, used up by one. */
  take(node: string, path: string): CiscoFault | undefined {
    const isMatch = (rule: CiscoFault): boolean =>
      (rule.node === undefined || rule.node === node) &&
      (rule.path === undefined || path.includes(rule.path));
    const entry = this.#rules.find((one) => one.left > 0 && isMatch(one.rule));
    if (entry) entry.left--;
    return entry?.rule;
  }
}
