import { describe, expect, it } from '@jest/globals';
import { currencyCode, currencyCodes, isCurrencyCode, minorUnitDigits } from './currency.ts';

describe('currencies', () => {
  it.each([
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
  ])('with %i digits are those of ISO 4217', (digits, codes) => {
    expect(currencyCodes.filter((code) => minorUnitDigits(code) === digits).join(' ')).toBe(codes);
  });

  it('in circulation number 155, all others with two digits', () => {
    expect(currencyCodes).toHaveLength(155);
    expect(currencyCodes.filter((code) => minorUnitDigits(code) === 2)).toHaveLength(132);
  });

  it.each(['USD', 'EUR', 'KRW', 'XCG', 'ZWG', 'SLE'])('include %s', (code) => {
    expect(isCurrencyCode(code)).toBe(true);
    expect(currencyCode(code)).toBe(code);
  });

  it.each(['usd', 'US', 'XXX', 'XAU', 'BGN', 'HRK', 'ANG', 'ZWL', 'toString', '__proto__', ''])(
    'do not include %j',
    (code) => {
      expect(isCurrencyCode(code)).toBe(false);
      expect(() => currencyCode(code)).toThrow(expect.objectContaining({ code: 'UNKNOWN_CURRENCY' }));
    },
  );

  it('leave out nothing that the platform knows but withdrawn ones and units of account', () => {
    const leftOut = ['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'XDR', 'XSU', 'ZWL'];
    const known = Intl.supportedValuesOf('currency');
    expect(known.filter((code) => !isCurrencyCode(code) && !leftOut.includes(code))).toEqual([]);
  });
});
