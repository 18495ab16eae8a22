import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTheirWords, keepSentences } from '#components/texts/sentences.ts';
import french from '#messages/fr/sentences.json';
import { examplesOf } from '#nodes/examples/index.ts';
import { catalogue } from '#nodes/index.ts';
import { mendFrench } from '../../bin/french.mjs';

const ROOMS = ['activities', 'lib', 'nodes', 'platform', 'server'];
const THROWN = /^(Invalid|Refused|NotFound|Conflict|Gone|Forbidden)$/;
const PROBLEMS = /^(problem|warning|say|broken)$/;

function sourcesIn(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(room, name));
}

/** A text of the sources as the table has it: `{0}` for what differs. */
function shapeOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`).join('');
}

/** Every text of the files; `of` narrows it to those said by a call or thrown by such a class. */
function textsIn(files: string[], of?: RegExp): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node, said: boolean): void => {
    const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
    const here = isCall ? (of?.test(node.expression.getText()) ?? true) : said && !ts.isTemplateSpan(node);
    const text = here || of === undefined ? shapeOf(node) : null;
    if (text !== null) found.add(text);
    node.forEachChild((child) => visit(child, here));
  };
  for (const file of files)
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true), false);
  return found;
}

const table: Record<string, string> = french;
const isSentence = (text: string) => /[a-z]{2} .*[.?!]$/s.test(text);

test('every sentence that is translated is still said somewhere', () => {
  const said = textsIn(ROOMS.flatMap(sourcesIn));
  expect(Object.keys(table).filter((text) => !said.has(text))).toEqual([]);
});

test('what services refuse and what is wrong with a drawing is translated', () => {
  const services = textsIn(sourcesIn('server/services'), THROWN);
  const compiler = textsIn(
    sourcesIn('nodes').filter((file) => file.includes('compile')),
    PROBLEMS,
  );
  const lint = textsIn(sourcesIn(join('nodes', 'lint')));
  const said = [...services, ...compiler, ...lint].filter(isSentence);
  expect(said.length).toBeGreaterThan(60);
  expect(said.filter((text) => table[text] === undefined)).toEqual([]);
});

test('the examples of every step have their titles', () => {
  const titles = Object.keys(catalogue).flatMap((type) => examplesOf(type).map(({ title }) => title));
  expect(titles.length).toBeGreaterThan(50);
  expect(titles.filter((title) => table[title] === undefined)).toEqual([]);
});

test('a translation is set as French is, and names nothing that its sentence does not have', () => {
  const places = (text: string) => new Set(text.match(/\{\d\}/g));
  const wrong = Object.entries(table).filter(
    ([text, said]) => said !== mendFrench(said) || [...places(said)].some((place) => !places(text).has(place)),
  );
  expect(wrong).toEqual([]);
});

describe('a sentence', () => {
  beforeAll(() =>
    keepSentences({
      'Choose one.': 'Choisissez.',
      '{0} is missing. Fill it in.': '{0} manque.',
      'This flow cannot run yet: {0}{1}': 'Pas encore : {0}{1}',
      '"{0}" said "{1}".': '« {1} », dit {0}',
    }),
  );
  afterAll(() => keepSentences({}));

  test('is said in the other language, with what it carries', () => {
    expect(inTheirWords('Choose one.')).toBe('Choisissez.');
    expect(inTheirWords('Address is missing. Fill it in.')).toBe('Address manque.');
    expect(inTheirWords('"Ann" said "no".')).toBe('« no », dit Ann');
  });

  test('is translated inside of another one', () => {
    expect(inTheirWords('This flow cannot run yet: Choose one.')).toBe('Pas encore : Choisissez.');
  });

  test('that nobody knows stays as it is, however it looks', () => {
    for (const text of ['', 'Anything else', '"Ann" said', '"" said ""'.repeat(150), 'x'.repeat(9000)]) {
      expect(inTheirWords(text)).toBe(text);
    }
  });
});
