/** The one version of kafkajs whose internals the mends were written against. */
export const supportedKafkajsVersion = '2.2.4';

/** Thrown at load time when another kafkajs is installed: its internals may differ, so no mend can be trusted. */
export class UnsupportedKafkajsVersionError extends Error {
  readonly code = 'UNSUPPORTED_KAFKAJS_VERSION';
  readonly found: string;

  constructor(found: string) {
    super(`kafkajs ${found} is installed, but its faults are mended for ${supportedKafkajsVersion} only`);
    this.name = 'UnsupportedKafkajsVersionError';
    this.found = found;
  }
}

export const assertSupportedVersion = (found: string): void => {
  if (found !== supportedKafkajsVersion) throw new UnsupportedKafkajsVersionError(found);
};
