import { describe, expect, it } from 'vitest';
import { findPhoneNumbers } from './phone-numbers.ts';

describe('telephone numbers in a text', () => {
  it.each([
    ['Ring +44 20 7946 0018, please.', '+44 20 7946 0018', 'tel:+442079460018'],
    ['(+49 (0)30 123456)', '+49 (0)30 123456', 'tel:+4930123456'],
    ['(030 1234567 only)', '030 1234567', 'tel:0301234567'],
    ['+1-555-123-4567', '+1-555-123-4567', 'tel:+15551234567'],
    ['+4915112345678 is mine', '+4915112345678', 'tel:+4915112345678'],
    ['mine: 020 7946 0018', '020 7946 0018', 'tel:02079460018'],
    ['030/1234567 bis 17 Uhr', '030/1234567', 'tel:0301234567'],
    ['call (555) 123-4567 or not', '(555) 123-4567', 'tel:5551234567'],
    ['555-123-4567', '555-123-4567', 'tel:5551234567'],
    ['Tel.: 1002', '1002', 'tel:1002'],
    ['my ext 4711.', '4711', 'tel:4711'],
    ['Durchwahl 123', '123', 'tel:123'],
    ['Telefonnummer: 0800 330 1000', '0800 330 1000', 'tel:08003301000'],
  ])('V2 M6: %s', (text, number, url) => {
    expect(findPhoneNumbers(text)).toEqual([{ at: text.indexOf(number), text: number, url }]);
  });

  it.each([
    ['a date', 'Due 01.02.2025, or 2025-01-02, or 01/02/2025 10:00'],
    ['a span of dates', '01.02. - 03.04.2025'],
    ['a time', 'from 09:30 to 10:15, 14-16 h'],
    ['a version', 'v1.2.3.4567, 12.0.34567, Parlance 0.12.345678'],
    ['an address of a computer', '10.0.12.138:8443 and 192.168.100.200'],
    ['a price', '€ 1.234.567,00 and 0123 456789 EUR, $12345678, 1,234,567.89'],
    ['a share', '012 345678 %'],
    ['a card, an account', '4111 1111 1111 1111, DE89 3704 0044 0532 0130 00, 0123 4567 8901'],
    ['a ticket', 'INC0012345678, #0123456789, ABC-0123-456789, PAR-4102'],
    ['a plain number', '1234567890, 42, 100000, 0123456789'],
    ['an id', 'b2c3d4e5-0000-4000-8000-000000000001'],
    ['a serial number', '0012-3456-7890-1234'],
    ['an emergency of maths', '+1, +12, +1234567'],
    ['a path', '/2025/01/02/034567890'],
    ['too long', '+12345678901234567890'],
    ['recall 2025', 'We recall 2024 results, 3 days'],
  ])('V2 M6: %s is no number to call', (_, text) => {
    expect(findPhoneNumbers(text).map((each) => each.text)).toEqual([]);
  });

  it('Q2: a long row of signs takes no time to speak of', () => {
    const rows = ['1 '.repeat(15_000), '(1)'.repeat(10_000), '1'.repeat(30_000), '+('.repeat(15_000)];
    expect(rows.flatMap((row) => findPhoneNumbers(`${row}x`))).toEqual([]);
  });
});
