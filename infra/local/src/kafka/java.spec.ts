import { describe, expect, it } from '@jest/globals';
import { javaRelease } from './java.ts';

describe('javaRelease', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_402"', 8],
    ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
  ])('reads %j', (output, release) => {
    expect(javaRelease(output)).toBe(release);
  });
});
