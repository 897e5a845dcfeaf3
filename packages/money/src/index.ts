export { allocate } from './allocate.ts';
export {
  currencyCode,
  currencyCodes,
  isCurrencyCode,
  minorUnitDigits,
  type CurrencyCode,
} from './currency.ts';
export { formatDecimal, parseDecimal } from './decimal.ts';
export { MoneyError, type MoneyErrorCode } from './money.error.ts';
export { add, fraction, money, multiply, subtract, sum, toSafeInteger, type Money } from './money.ts';
