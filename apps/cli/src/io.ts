/** Where text goes to. */
export interface Output {
  /** Resolves when the reader can take more, so that a slow one holds the command back and not its memory. */
  write(text: string): Promise<void>;
  /** Whether a person watches: progress is drawn there only. */
  readonly isTerminal: boolean;
}

/** All that a command has of the world beside Kafka; a test gives it another. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Who runs the command, as the operating system knows them. */
  readonly user: string;
  /** Fires at Ctrl-C, and when the reader of stdout is gone. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A new UUID of version 7. */
  newId(): string;
}
