import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FUNCTION_HELP } from '#lib/expression-help.ts';
import { FUNCTIONS } from '#lib/expression-rules.ts';
import type { DocPage } from '#lib/docs.ts';
import { connectionTypes } from '#nodes/connections.ts';
import { isInner } from '#nodes/define.ts';
import { fieldsOf } from '#nodes/fields.ts';
import { catalogue } from '#nodes/index.ts';
import { environment } from '#platform/env.ts';
import { routes } from '#server/api/table.ts';
import { allPages, findPage } from '#server/docs/library.ts';
import { searchPages } from '#server/docs/search.ts';

const pages = await allPages();

function page(slug: string): DocPage {
  const found = pages.find((one) => one.slug === slug);
  if (!found) throw new Error(`There is no page ${slug}.`);
  return found;
}

function entriesOf({ body }: DocPage) {
  if (body.kind === 'entries') return body.groups.flatMap(({ entries }) => entries);
  return body.kind === 'step' ? [...body.step.fields, ...body.step.output, ...body.step.facts] : [];
}

describe('the reference', () => {
  it.each(Object.entries(catalogue).filter(([, spec]) => !isInner(spec)))(
    'tells of %s: each field with its help, what it gives, what asks',
    (type, spec) => {
      const { body } = page(`steps/${type}`);
      if (body.kind !== 'step') throw new Error('It is no page of a step.');
      const told = new Map(body.step.fields.map((entry) => [entry.code, entry]));
      for (const field of fieldsOf(spec)) {
        expect(told.get(field.name)).toMatchObject({ title: field.title, help: field.help });
        for (const column of field.columns) expect(told.has(`${field.name}.${column.name}`)).toBe(true);
      }
      const output = z.toJSONSchema(spec.output, { io: 'output', unrepresentable: 'any' });
      expect(body.step.output.map(({ code }) => code)).toEqual(
        expect.arrayContaining(Object.keys(output.properties ?? {})),
      );
      expect(body.step.facts.map(({ title }) => title)).toContain('Labels');
      expect(body.step.examples.length).toBeGreaterThan(0);
    },
  );

  it('tells of every connection type, address, variable of the environment and function', () => {
    const { body } = page('connections');
    expect(body.kind === 'entries' && body.groups.map(({ id }) => id)).toEqual(Object.keys(connectionTypes));
    expect(
      entriesOf(page('rest'))
        .map(({ code }) => code)
        .sort(),
    ).toEqual(routes.map(({ method, path }) => `${method} /api/v1${path}`).sort());
    expect(entriesOf(page('environment')).map(({ code }) => code)).toEqual(environment().map(({ name }) => name));
    for (const { name, help } of environment()) expect(help, name).toMatch(/\.$/);
    expect(Object.keys(FUNCTION_HELP).sort()).toEqual([...FUNCTIONS].sort());
    expect(entriesOf(page('expressions')).map(({ code }) => code)).toContain(FUNCTION_HELP.sum?.call);
  });

  it('tells of the command line', () => {
    const { body } = page('commands');
    if (body.kind !== 'entries') throw new Error('It is no list.');
    expect(body.groups.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['run', 'runs', 'flow import', 'stop', 'stop release', 'backup']),
    );
  });

  it('has an address for every entry, once a page', () => {
    for (const one of pages) {
      const ids = [...one.headings.map(({ id }) => id), ...entriesOf(one).map(({ id }) => id)];
      expect(new Set(ids).size, one.slug).toBe(ids.length);
    }
  });
});

describe('the pages', () => {
  it('have addresses of their own, a title and a lead', () => {
    expect(new Set(pages.map(({ slug }) => slug)).size).toBe(pages.length);
    for (const one of pages)
      expect(
        [one.title, one.lead].every((text) => text.length > 1),
        one.slug,
      ).toBe(true);
  });

  it('follow each other', async () => {
    const second = await findPage(pages[1]?.slug ?? '');
    expect([second?.previous?.slug, second?.next?.slug]).toEqual([pages[0]?.slug, pages[2]?.slug]);
    expect(await findPage('../package.json')).toBeNull();
  });

  it('link only to pages and headings that there are', () => {
    const lost = pages.flatMap(({ slug, body }) => {
      if (body.kind !== 'guide') return [];
      return [...body.markdown.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, href = '']) => href)
        .filter((href) => !href.startsWith('https://') && !leads(href, slug))
        .map((href) => `${slug}: ${href}`);
    });
    expect(lost).toEqual([]);
  });
});

/** Whether a link in a guide leads somewhere: `name.md`, `name.md#heading`, `#heading` or a page of the app's docs. */
function leads(href: string, from: string): boolean {
  const [, name = from, anchor] = /^(?:(?:\/docs\/)?([a-z][a-z0-9./-]*?)(?:\.md)?)?(?:#(.+))?$/i.exec(href) ?? [];
  const target = pages.find(({ slug }) => slug === name);
  if (!target) return false;
  const ids = [...target.headings.map(({ id }) => id), ...entriesOf(target).map(({ id }) => id)];
  return anchor === undefined || ids.includes(anchor);
}

describe('the search', () => {
  it('finds by title first, then by heading, then by text', () => {
    expect(searchPages(pages, 'send mail')[0]?.slug).toBe('steps/mail.send');
    expect(searchPages(pages, 'joins')[0]).toMatchObject({ slug: 'flow-control', anchor: 'joins' });
    expect(searchPages(pages, 'HEARTH_TLS_CERT')[0]?.slug).toBe('environment');
  });

  it('wants every word, and finds nothing for none', () => {
    expect(searchPages(pages, 'mail xyzzy')).toEqual([]);
    expect(searchPages(pages, '  ')).toEqual([]);
  });
});
