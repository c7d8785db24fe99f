/** One way of writing numbers: those that begin so are written in this form. */
interface NumberMask {
  readonly beginsWith: string;
  readonly form: string;
}

/** `PhoneNumberMasks`: `+1408|+(#) ### ### ####|+34|+(##) ### ####`, in pairs; the first that fits is taken. */
export function readNumberMasks(text: string): readonly NumberMask[] {
  const parts = text.split('|').map((part) => part.trim());
  const masks: NumberMask[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [beginsWith = '', form = ''] = parts.slice(at, at + 2);
    if (/#/.test(form)) masks.push({ beginsWith, form });
  }
  return masks;
}

/**
 * The number in the form of the first mask that fits, with `*` where anything may stand. `undefined`: none fits. `R` before the
 * form: digits fill it from the right, and what has none is left away.
 */
export function maskedNumber(masks: readonly NumberMask[], number: string): string | undefined {
  const digits = number.replace(/\D/g, '');
  const mask = masks.find(({ beginsWith }) => digits.startsWith(beginsWith.replace(/\D/g, '')));
  if (!mask || digits === '') return undefined;
  const isFromRight = /^R/i.test(mask.form);
  const form = mask.form.replace(/^R/i, '');
  const places = [...form].filter((letter) => letter === '#').length;
  // Too long for the form is no number of that kind; too short only where it is filled from the right.
  if (digits.length > places || (digits.length < places && !isFromRight)) return undefined;
  // What stands between digits that are not there is left away; how the form begins is not.
  const begin = form.indexOf('#');
  let next = digits.length - places;
  let written = form.slice(0, begin);
  for (const letter of form.slice(begin)) {
    if (letter !== '#') {
      if (next > 0) written += letter;
      continue;
    }
    written += digits[next] ?? '';
    next += 1;
  }
  return written.trim();
}
