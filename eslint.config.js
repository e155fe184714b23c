import tseslint from 'typescript-eslint';

const environmentOnlyInMain = {
  'no-restricted-properties': ['error', {
    object: 'process', property: 'env', message: 'Read the environment in a main file only and hand the configuration on.',
  }],
  'no-restricted-imports': ['error', { paths: [{ name: 'node:process', importNames: ['env'], message: 'Read the environment in a main file only.' }] }],
};

const typesApart = { selector: "ImportSpecifier[importKind='type']", message: 'Import types in a line of their own: import type { … }.' };

export default tseslint.config(
  { ignores: ['**/node_modules/', '.tap/', '.motcua/', '**/test/bench/results/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...environmentOnlyInMain,
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      // kysely hands out helpers that are made to be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      // An async function without await is how a plugin or a test says that it keeps a promise-shaped contract.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', typesApart],
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-console': 'off',
    },
  },
  {
    // Pure packages: today, ids and chance come in as arguments.
    files: ['packages/{kernel,calendar,dossier,ledger,documents,simulator}/src/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', environmentOnlyInMain['no-restricted-properties'][1],
        { object: 'Date', property: 'now', message: 'A pure package has no clock.' },
        { object: 'Math', property: 'random', message: 'A pure package has no chance.' }],
      'no-restricted-syntax': ['error', typesApart, { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'A pure package has no clock.' }],
      'no-restricted-globals': ['error', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'console', 'process'],
    },
  },
  {
    // Entry files are where the environment comes in; tests and scripts are entry files of their own.
    files: ['**/main.ts', '**/*.main.ts', '**/motcua.ts', 'scripts/**', '**/test/**', 'test/**', 'packages/testkit/**'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
  {
    // Tests read answers whose shape is what they test.
    files: ['**/test/**/*.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // tap awaits its subtests by itself, in order.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafePromises: [{ from: 'package', name: 'PromiseWithSubtest', package: '@tapjs/core' }] }],
    },
  },
);
