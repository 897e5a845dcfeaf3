/** What the command tells whoever started it; documented in the README and in `--help`. */
export const exitCode = {
  ok: 0,
  /** It did what it was asked, and what it found is wrong. */
  foundWrong: 1,
  /** The arguments or the configuration are wrong; nothing was done. */
  usage: 2,
  /** The request is well formed, and carrying it out now would do harm; nothing was done. */
  refused: 3,
  /** No broker answers, or it stopped answering. */
  unreachable: 4,
  /** The command itself is at fault; its trace is on stderr. */
  internal: 70,
  /** Ended by Ctrl-C before it was done. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
