export { problemOf } from './problem-of.ts';
export type { AnsweredProblem } from './problem-of.ts';
export { tokenIssuer } from './token-issuer.ts';
export type { Claims, TokenIssuer } from './token-issuer.ts';
