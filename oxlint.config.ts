import { defineConfig } from 'oxlint';

/** A forbidden import: which specifiers (Rust regex: no look-around), and what the reader should do instead. */
interface Forbidden {
  readonly regex: string;
  readonly message: string;
}

/** Rules on who may import whom. Each has a planted violation in tests/boundaries. */
const forbidden = {
  outsideKernel: {
    regex: '^[^.]',
    message: 'A kernel has no dependency: it imports only its own files.',
  },
  outsideContracts: {
    regex: '^([^.z]|z[^o]|zo[^d]|zod.)',
    message: 'contracts imports only zod: it is plain values that adapters take as arguments.',
  },
  outsideDomain: {
    regex: '^([^.@]|@[^o]|@orderflow/([^cem]|c[^o]|con[^t]|e[^v]|event-st|m[^o]))',
    message: 'A domain is pure: it imports the kernels, the contracts and its own files.',
  },
  domainUpwards: {
    regex: '^\\.\\./\\.\\./',
    message: 'A domain does not know the features, the module or the infrastructure around it.',
  },
  siblingFeature: {
    regex: '^\\.\\./[^.]|/features/',
    message:
      'A feature never imports a sibling feature: what they share belongs in the domain or the module.',
  },
  siblingNoun: {
    regex: '^\\.\\./[^.]|/commands/',
    message: 'A noun of the command line never imports a sibling: what they share belongs beside them.',
  },
  kafkajs: {
    regex: '^kafkajs(/|$)',
    message: 'Only packages/kafka imports kafkajs: everyone else gets it mended, behind the version guard.',
  },
  pg: {
    regex: '^pg(-|/|$)',
    message: 'Only packages/postgres-messaging imports pg.',
  },
  typeorm: {
    regex: '^typeorm(/|$)',
    message:
      'TypeORM belongs to postgres-messaging and to entities, projections, migrations and data sources.',
  },
  nest: {
    regex: '^@nestjs/',
    message: 'This part is free of Nest, so that tools and tests can use it without.',
  },
  serviceKit: {
    regex: '^@orderflow/service-kit(/|$)',
    message: 'service-kit stands above the adapters: only apps import it.',
  },
  app: {
    regex: '^@orderflow/(orders|payments|psp-simulator|notifications|llm-gateway|aggregation|cli)$',
    message: 'No package and no app imports an app: they meet in contracts and over the wire.',
  },
  provider: {
    regex: '/http\\.[a-z-]+\\.ts$',
    message: 'A replay reaches no provider: its effects are answered from the ledger.',
  },
  acrossPackages: {
    regex: '^\\.\\.?/.*(^|/)(packages|apps|infra|bench)/',
    message: 'Another package is imported by its name, through its index.',
  },
} satisfies Record<string, Forbidden>;

type Rule = keyof typeof forbidden;

const everywhere: readonly Rule[] = ['app', 'acrossPackages'];
const drivers: readonly Rule[] = ['kafkajs', 'pg', 'typeorm'];

const imports = (...rules: readonly Rule[]) => ({
  'no-restricted-imports': [
    'error',
    { patterns: [...new Set([...everywhere, ...rules])].map((rule) => forbidden[rule]) },
  ] as const,
});

const pureGlobals = ['Date', 'process', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'crypto'];
const pure = {
  'no-restricted-globals': [
    'error',
    ...pureGlobals.map((name) => ({
      name,
      message: 'Kernels, contracts and domains are pure: time, ids and IO come in as data.',
    })),
  ] as const,
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'Randomness comes in as data.' },
  ] as const,
};

const given = { message: 'Clock and ids are read in the composition root and handed in.' };
const handedIn = {
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', ...given },
    { object: 'Date', property: 'now', ...given },
    { object: 'crypto', property: 'randomUUID', ...given },
  ] as const,
};

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'jest', 'node', 'promise'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', '.orderflow/**', 'node_modules/**'],
  rules: {
    'no-empty': 'error',
    'no-empty-function': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'jest/no-disabled-tests': 'error',
    'jest/no-focused-tests': 'error',
    'jest/no-commented-out-tests': 'error',
    'jest/expect-expect': [
      'error',
      { assertFunctionNames: ['expect*', '**.thenAccepted', '**.thenRefused', 'fc.assert', 'eventually'] },
    ],
    'jest/valid-expect': 'error',
    'node/no-process-env': 'error',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'promise/always-return': 'off',
    // Code points are what a bound on text counts.
    'typescript/no-misused-spread': ['error', { allow: ['string'] }],
    'typescript/no-extraneous-class': 'off',
    'typescript/no-unnecessary-type-parameters': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-return': 'off',
    ...imports(...drivers),
  },
  overrides: [
    {
      files: ['packages/{money,event-sourcing,streams}/src/**'],
      rules: { ...imports('outsideKernel'), ...pure },
    },
    {
      files: [
        'packages/{event-sourcing,streams}/src/testing/**',
        'packages/{money,event-sourcing,streams}/src/**/*.spec.ts',
      ],
      rules: imports(...drivers),
    },
    { files: ['packages/contracts/src/**'], rules: { ...imports('outsideContracts'), ...pure } },
    { files: ['packages/contracts/src/**/*.spec.ts'], rules: imports(...drivers) },
    { files: ['packages/postgres-messaging/**'], rules: imports('kafkajs', 'nest', 'serviceKit') },
    { files: ['packages/event-store-postgres/**'], rules: imports('kafkajs', 'pg', 'nest', 'serviceKit') },
    { files: ['packages/kafka/**'], rules: imports('pg', 'typeorm', 'serviceKit') },
    {
      // A mend takes a method off its class and puts another in its place.
      files: ['packages/kafka/src/{kafkajs,testing}/**', 'packages/kafka/test/**'],
      rules: { 'typescript/unbound-method': 'off' },
    },
    {
      files: ['packages/kafka/src/{core,kafkajs}/**'],
      rules: imports('pg', 'typeorm', 'serviceKit', 'nest'),
    },
    { files: ['packages/{connect,telemetry,replay}/**'], rules: imports(...drivers, 'nest', 'serviceKit') },
    {
      files: ['packages/test-harness/**', 'infra/local/**', 'bench/**', 'tests/**', '**/test/**'],
      rules: { ...imports(), 'node/no-process-env': 'off' },
    },
    { files: ['apps/*/src/**'], rules: handedIn },
    {
      files: [
        'apps/*/src/*.{module,service,replay,config}.ts',
        'apps/*/src/{main,migrate,rebuild,replay}.ts',
      ],
      rules: { 'no-restricted-properties': 'off' },
    },
    { files: ['apps/*/src/*.replay.ts'], rules: imports(...drivers, 'provider') },
    { files: ['apps/*/src/features/**'], rules: imports(...drivers, 'siblingFeature') },
    {
      files: [
        'apps/*/src/**/*.{entity,projection,repository,data-source,module}.ts',
        'apps/*/src/migrations/**',
      ],
      rules: imports('kafkajs', 'pg'),
    },
    {
      files: ['apps/*/src/features/**/*.{entity,projection,repository}.ts'],
      rules: imports('kafkajs', 'pg', 'siblingFeature'),
    },
    { files: ['apps/*/src/domain/**'], rules: { ...imports('outsideDomain', 'domainUpwards'), ...pure } },
    { files: ['apps/*/src/domain/**/*.spec.ts'], rules: imports(...drivers) },
    {
      files: ['apps/*/src/*.config.ts', 'apps/*/src/{main,migrate,rebuild,replay}.ts'],
      rules: { 'node/no-process-env': 'off' },
    },
    { files: ['apps/*/src/{main,migrate,rebuild,replay}.ts'], rules: imports('kafkajs', 'pg') },
    { files: ['apps/cli/src/**'], rules: imports(...drivers, 'nest', 'serviceKit') },
    {
      files: ['apps/cli/src/commands/**'],
      rules: imports(...drivers, 'nest', 'serviceKit', 'siblingNoun'),
    },
  ],
});
