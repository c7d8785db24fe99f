import { describe, expect, it } from 'vitest';
import { maskedNumber, readNumberMasks } from './number-masks.ts';

describe('PhoneNumberMasks', () => {
  it.each([
    ['+1408|+(#) ### ### ####', '+14085550100', '+(1) 408 555 0100'],
    ['+1408|+(#) ### ### ####', '+1 (408) 555-0100', '+(1) 408 555 0100'],
    ['+1408|+(#) ### ### ####', '+34915550100', undefined],
    ['+1|+# (###) ###-####|+34|+## ### ### ###', '+34915550100', '+34 915 550 100'],
    ['+1408|+(#) ### ### ####', '+1408555010', undefined],
    ['+353|R+(###) ### #### ####', '+353123456789', '+(3) 531 2345 6789'],
    ['|##*###', '12345', '12*345'],
    ['+1408', '+14085550100', undefined],
    ['', '+14085550100', undefined],
  ])('C2: by %j the number %s is written %s', (masks, number, written) => {
    expect(maskedNumber(readNumberMasks(masks), number)).toBe(written);
  });
});
