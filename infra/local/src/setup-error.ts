import { errorCode } from './error-code.ts';

export type SetupErrorCode =
  | 'JAVA_MISSING'
  | 'JAVA_TOO_OLD'
  | 'MAVEN_MISSING'
  | 'JARS_UNAVAILABLE'
  | 'INVALID_SETTING'
  | 'PORT_TAKEN'
  | 'STACK_IN_USE'
  | 'PROCESS_EXITED'
  | 'NOT_READY'
  | 'DISK_FULL'
  | 'POSTGRES_UNAVAILABLE'
  | 'TOPICS_DIFFER'
  | 'BUILD_FAILED'
  | 'MIGRATION_FAILED';

/** Something about the machine keeps the stack from running; its message and remedy make one line for a person. */
export class SetupError extends Error {
  readonly code: SetupErrorCode;
  readonly remedy: string;

  constructor(code: SetupErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }

  /** Cause and remedy in one line. */
  get line(): string {
    return `${this.message}. ${this.remedy}`.replaceAll(/\s*\n\s*/g, ' ');
  }
}

/** What a person can mend of any error: a SetupError as it is, and a full disk, whichever write met it. */
export function setupErrorOf(error: unknown): SetupError | undefined {
  if (error instanceof SetupError) return error;
  if (!['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '')) return undefined;
  const message = error instanceof Error ? error.message : String(error);
  return new SetupError(
    'DISK_FULL',
    `There is no space left on the disk (${message})`,
    'Free some space and start again.',
    { cause: error },
  );
}
