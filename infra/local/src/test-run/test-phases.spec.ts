import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../settings/repository.ts';
import { testPhases } from './test-phases.ts';

const narrowed = (...paths: string[]) =>
  testPhases({ guarantees: true, paths, options: [] }).map(({ args }) =>
    args.slice(args.indexOf('--testPathPatterns') + 1),
  );

describe('the phases of a test run', () => {
  it('run the faults last, when nothing else needs the stack', () => {
    const phases = testPhases({ guarantees: false, paths: [], options: [] });
    expect(phases.map(({ name }) => name)).toEqual(['unit and integration', 'end to end', 'faults']);
  });

  it('are narrowed by parts of a path below the clone, whatever folder that is in', () => {
    const [pattern] = narrowed('test-run')
      .flat()
      .map((text) => new RegExp(text));
    expect(pattern?.test(import.meta.filename)).toBe(true);
    const [above] = narrowed(basename(repositoryRoot))
      .flat()
      .map((text) => new RegExp(text));
    expect(above?.test(import.meta.filename)).toBe(false);
  });

  it('take a whole path as it is', () => {
    expect(narrowed('/clone/apps/cli')).toEqual([['/clone/apps/cli']]);
  });

  it('give a test half a minute, unless asked for another time', () => {
    const timeouts = (...options: string[]) =>
      testPhases({ guarantees: true, paths: [], options }).flatMap(({ args }) =>
        args.filter((argument) => argument.includes('testTimeout')),
      );
    expect(timeouts()).toEqual(['--testTimeout=30000']);
    expect(timeouts('--testTimeout=5')).toEqual(['--testTimeout=5']);
  });
});
