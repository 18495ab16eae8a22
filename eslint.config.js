import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const counted = { skipBlankLines: true, skipComments: true };

const NO_EVAL = {
  selector: 'NewExpression[callee.name="Function"], CallExpression[callee.name="eval"]',
  message: 'Text is never run as code. Use a reference or JSONata in the pool.',
};

const IN_THE_CATALOGUE = 'What people read stands in messages/en and messages/fr; see messages/README.md.';
const SEEN =
  'aria-label|aria-description|aria-roledescription|placeholder|title|alt|label|description|hint|lead|confirm|message';
const WORD = '/^(?!\\s*Hearth\\s*$).*\\p{L}{2}/su';
const SAID = [`Literal[value=${WORD}]`, `TemplateLiteral > TemplateElement[value.raw=${WORD}]`];
const CHOICE = ':matches(ConditionalExpression, LogicalExpression)';
const PLACES = [
  ':matches(JSXElement, JSXFragment) > JSXExpressionContainer',
  `JSXAttribute[name.name=/^(${SEEN})$/] > JSXExpressionContainer`,
];
const NO_LITERAL_TEXT = [
  `JSXText[value=${WORD}]`,
  `JSXAttribute[name.name=/^(${SEEN})$/] > Literal[value=${WORD}]`,
  ...PLACES.flatMap((place) => SAID.flatMap((said) => [`${place} > ${said}`, `${place} > ${CHOICE} > ${said}`])),
  'VariableDeclarator[id.name=/^(TEXTS?|TITLES|WORDS)$/] > ObjectExpression',
].map((selector) => ({ selector, message: IN_THE_CATALOGUE }));

export default defineConfig(
  globalIgnores(['.next/', '.hearth/', 'data/', 'coverage/', 'prisma/generated/', 'next-env.d.ts']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      // `default: x satisfies never` is how a union is exhausted here, so a default is no excuse by itself.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // An implementation may be async because its contract is, with nothing to wait for yet.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
    },
  },
  {
    rules: {
      'max-lines': ['error', { max: 300, ...counted }],
      'max-lines-per-function': ['error', { max: 80, ...counted }],
      'no-restricted-syntax': ['error', NO_EVAL],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.tsx', 'components/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules, 'max-lines-per-function': ['error', { max: 150, ...counted }] },
  },
  {
    files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', NO_EVAL, ...NO_LITERAL_TEXT] },
  },
  {
    // tsc checks these by their JSDoc types.
    files: ['**/*.{mjs,cjs,js}'],
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['components/**/*.{ts,tsx}', 'app/**/*.{ts,tsx}'],
    ignores: ['components/ui/toast-list.tsx', 'components/ui/link.tsx'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'sonner',
              allowTypeImports: true,
              message: 'Use #components/ui/toast.ts: it loads what shows messages with the first of them.',
            },
            { name: 'next/link', message: 'Use #components/ui/link.tsx: it fetches pages when somebody comes near.' },
          ],
        },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts', 'lib/engine/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ThrowStatement > NewExpression[callee.name="Error"]',
          message:
            'A plain Error hangs a run for ever: throw an ApplicationFailure, or return the failure as a command.',
        },
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      'max-lines': ['error', { max: 400, ...counted }],
      'max-lines-per-function': 'off',
      'no-restricted-syntax': 'off',
    },
  },
);
