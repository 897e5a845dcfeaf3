// Levels by name: x.spec.ts is pure, x.int.spec.ts needs the stack, x.e2e.spec.ts all services, x.fault.spec.ts breaks a part.
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    },
  ],
};

const project = (displayName, testRegex) => ({
  displayName,
  rootDir: import.meta.dirname,
  roots: [
    '<rootDir>/apps',
    '<rootDir>/packages',
    '<rootDir>/infra/local',
    '<rootDir>/tests',
    '<rootDir>/bench',
    '<rootDir>/docs/guides/streams',
  ],
  testRegex,
  modulePathIgnorePatterns: ['/dist/', '/\\.orderflow/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
});

export default {
  projects: [
    project('unit', ['(?<!\\.(int|e2e|fault|guarantee))\\.spec\\.ts$']),
    project('int', ['\\.int\\.spec\\.ts$']),
    project('e2e', ['\\.e2e\\.spec\\.ts$']),
    project('fault', ['\\.fault\\.spec\\.ts$']),
    project('guarantee', ['\\.guarantee\\.spec\\.ts$']),
  ],
};
