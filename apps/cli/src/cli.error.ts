import { exitCode, type ExitCode } from './exit-code.ts';

/** Why a command can't be carried out, in one line for a person and a code for a script. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(code: string, exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** The arguments are wrong. */
export const usageError = (message: string): CliError => new CliError('USAGE', exitCode.usage, message);

/** The arguments are right, and carrying them out now would do harm. */
export const refusal = (code: string, message: string): CliError =>
  new CliError(code, exitCode.refused, message);
