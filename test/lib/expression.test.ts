import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { ExpressionError, parseParam, parseTemplate } from '#lib/expression.ts';
import { parseSource } from '#lib/expression-ast.ts';
import { hoist } from '#lib/expression-hoist.ts';
import type { Param } from '#lib/plan.ts';
import { resolveReference } from '#lib/reference.ts';
import type { Json } from '#lib/value.ts';

function reference(text: string): unknown {
  const param = parseTemplate(text);
  return param.kind === 'reference' ? param.reference : param.kind;
}

function hoisted(text: string): string {
  const param = parseTemplate(`{{ ${text} }}`);
  return param.kind === 'expression' ? param.expression.source : param.kind;
}

describe('a static path', () => {
  it.each([
    ['{{ steps.search.messages[0].subject }}', { root: 'steps', step: 'search', path: ['messages', 0, 'subject'] }],
    ['{{trigger.body.x}}', { root: 'trigger', path: ['body', 'x'] }],
    ['{{ trigger }}', { root: 'trigger', path: [] }],
    ['{{ trigger.items[*].name }}', { root: 'trigger', path: ['items', '*', 'name'] }],
    ['{{ trigger.items[-1] }}', { root: 'trigger', path: ['items', -1] }],
    ['{{ trigger.headers."x-api-key" }}', { root: 'trigger', path: ['headers', 'x-api-key'] }],
    ['{{ trigger.headers["x-api-key"] }}', { root: 'trigger', path: ['headers', 'x-api-key'] }],
    ['{{ trigger.headers.`x-api-key` }}', { root: 'trigger', path: ['headers', 'x-api-key'] }],
    ['{{ trigger /* why */ .a[ 0 /* ] */ ] }}', { root: 'trigger', path: ['a', 0] }],
    ['{{ trigger.a ?? "none" }}', { root: 'trigger', path: ['a'], optional: true, fallback: 'none' }],
    ['{{ trigger.a ?? null }}', { root: 'trigger', path: ['a'], optional: true }],
    ['{{ steps.a.`__proto__` }}', { root: 'steps', step: 'a', path: ['__proto__'] }],
  ])('%s is a reference', (text, expected) => {
    expect(reference(text)).toEqual(expected);
  });
});

describe('a template', () => {
  it('with text around it is a text', () => {
    expect(parseTemplate('Hi {{ trigger.name }}!')).toEqual({
      kind: 'text',
      parts: [{ text: 'Hi ' }, { reference: { root: 'trigger', path: ['name'] } }, { text: '!' }],
    });
  });

  it('of nothing but literals is a literal, and keeps its type when alone', () => {
    const values = ['plain', '{{ 5 }}', '{{ "{{" }} stays', '{{ true }}', 'a{{ null }}b'].map((text) =>
      parseTemplate(text),
    );
    expect(values).toEqual(['plain', 5, '{{ stays', true, 'ab'].map((value) => ({ kind: 'literal', value })));
  });

  it('may hold braces and quoted braces', () => {
    expect(hoisted('{"a":{"b":trigger.x}}')).toBe('{"a":{"b":$r0}}');
    expect(hoisted('trigger.a & "}}"')).toBe('$r0 & "}}"');
  });

  it('inside lists and objects compiles only what has holes', () => {
    const param = parseParam({ a: ['{{ trigger.x }}', 1], b: { c: 'd' } }) as Extract<Param, { kind: 'object' }>;
    expect(param.fields.a).toEqual({
      kind: 'list',
      items: [
        { kind: 'reference', reference: { root: 'trigger', path: ['x'] } },
        { kind: 'literal', value: 1 },
      ],
    });
    expect(param.fields.b).toEqual({ kind: 'literal', value: { c: 'd' } });
  });
});

describe('an expression', () => {
  it.each([
    ['$sum(steps.a.items[*].price) * 2', '$sum($r0) * 2'],
    ['trigger.items[price > trigger.min].name', '$r0[price > $r1].name'],
    ['trigger.a & trigger.b & trigger.a', '$r0 & $r1 & $r0'],
    ['trigger.items@$i.{"a": $i.x, "n": trigger.n}', '$r0@$i.{"a": $i.x, "n": $r1}'],
    ['trigger.items^(>price)[0].name', '$r0^(>price)[0].name'],
    ['trigger.items{kind: $sum(price)}', '$r0{kind: $sum(price)}'],
    ['trigger ~> |items|{"x": trigger.n}|', '$r0 ~> |items|{"x": $r1}|'],
    ['$map(trigger.list, function($v, $i){ $v & trigger.end })', '$map($r0, function($v, $i){ $v & $r1 })'],
    ['($x := trigger.n; $x * $x)', '($x := $r0; $x * $x)'],
    ['trigger.items[0][price>1]', '$r0[price>1]'],
    ['trigger.a ?? trigger.b', '$o0 ?? $r1'],
    ['$exists(trigger.a) ? trigger.a.b : 0', '$exists($o0) ? $o1 : 0'],
    ['trigger.a ?: 1', '$r0 ?: 1'],
    ['"trigger.a" & trigger.a /* trigger.a */', '"trigger.a" & $r0 /* trigger.a */'],
    ['trigger.items.(trigger.x & $.trigger)', '$r0.(trigger.x & $.trigger)'.replace('trigger.x', '$r1')],
  ])('%s gives its paths away', (text, expected) => {
    expect(hoisted(text)).toBe(expected);
  });

  it.each([
    ['steps', 'Name the step'],
    ['steps[$x]', 'Name the step'],
    ['steps[0].a', 'Name the step'],
    ['steps.*', 'Name the step'],
    ['$lookup(steps, "a")', 'Name the step'],
    ['$keys(steps)', 'Name the step'],
    ['steps ~> $keys', 'Name the step'],
    ['foo.bar', '"foo" is not known here'],
    ['$.trigger', '$ stands for nothing here'],
    ['$$.trigger', '$$ is not there'],
    ['trigger.a.(%.b)', '%'],
    ['*.a', '* needs something before it'],
    ['**', '* needs something before it'],
    ['$eval("1")', '$eval is off'],
    ['($f := $eval; $f("1"))', '$eval is off'],
    ['$now()', '$now is off'],
    ['trigger.list.$random()', '$random is off'],
    ['$map([1], $millis)', '$millis is off'],
    ['$shuffle(trigger.list)', '$shuffle is off'],
    ['$r0', '$r0 is not known'],
    ['($r0 := 1; $r0)', '$r0 is taken'],
    ['function($o1){ $o1 }', '$o1 is taken'],
    ['($sum := 1; $sum)', '$sum is taken'],
    ['$nope(1)', '$nope is not known'],
    ['trigger.a +', 'Cannot read the expression'],
    ['', 'There is nothing between'],
    ['trigger[]', 'instead of trigger[]'],
    ['('.repeat(20_000), 'at most 10000'],
    [`${'('.repeat(4000)}1${')'.repeat(4000)}`, 'nested too deeply'],
  ])('%s is refused with a reason', (text, why) => {
    expect(() => parseTemplate(`{{ ${text} }}`)).toThrow(ExpressionError);
    expect(() => parseTemplate(`{{ ${text} }}`)).toThrow(why);
  });

  it('that is never closed is refused', () => {
    expect(() => parseTemplate('{{ trigger.a')).toThrow('never closed');
  });
});

describe('hoisting, over random expressions', () => {
  const name = fc.constantFrom('a', 'b', 'list', '`odd name`', '"quoted"');
  const root = fc.constantFrom('trigger', 'steps.one', 'run');
  const gap = fc.constantFrom('', ' ', ' /* trigger.a */ ');
  const part = fc.oneof(
    fc.tuple(gap, name).map(([space, field]) => `${space}.${field}`),
    fc.tuple(gap, fc.integer({ min: -2, max: 2 })).map(([space, index]) => `[${space}${index}${space}]`),
    fc.constant('["a"]'),
  );
  const path = fc.tuple(root, fc.array(part, { maxLength: 3 })).map(([first, parts]) => first + parts.join(''));
  const { source } = fc.letrec<{ source: string }>((tie) => ({
    source: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      path,
      fc.constantFrom('1', '"trigger.a"', 'true', '[1, 2]'),
      fc
        .tuple(tie('source'), fc.constantFrom('&', '=', 'and', 'in'), tie('source'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('source'), tie('source')).map(([a, b]) => `{"trigger": ${a}, "k": [${b}]}`),
      fc.tuple(tie('source'), tie('source'), tie('source')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      tie('source').map((a) => `$string(${a})`),
      tie('source').map((a) => `($x := ${a}; [$x, $x])`),
      tie('source').map((a) => `$map([1, 2], function($v){ $v & ${a} })`),
      fc.tuple(path, tie('source')).map(([a, b]) => `${a}[$string($) != ${b}]`),
    ),
  }));

  it('leaves no root behind, and its references are the only things it may see', () => {
    fc.assert(
      fc.property(source, (text) => {
        const { source: left, references } = hoist(text);
        const ast = JSON.stringify(parseSource(left));
        expect(ast).not.toMatch(/"steps":\[\{"value":"(trigger|steps|run)","type":"name"/);
        const indexes = [...ast.matchAll(/"value":"[ro](\d+)","type":"variable"/g)].map((match) => Number(match[1]));
        expect(new Set(indexes)).toEqual(new Set(references.keys()));
      }),
      { numRuns: 500 },
    );
  });

  it('gives what JSONata gives over the whole data, wherever the strict paths exist', async () => {
    const part1: Json = {
      a: { a: 'x', b: 2, list: [] },
      b: 'bee',
      list: [{ a: 1 }, { a: 2 }],
      'odd name': 3,
      quoted: { a: null },
    };
    const world: Record<string, Json> = { trigger: part1, steps: { one: part1 }, run: { a: 'run', b: part1 } };
    const lookup = (root: string): Json => (root === 'steps' ? part1 : (world[root] ?? null));
    await fc.assert(
      fc.asyncProperty(source, async (text) => {
        // Filters with a text, and indexes into what is no list, mean something else in JSONata itself.
        fc.pre(!text.includes('["a"]') && !/\[\s*(\/\*.*?\*\/)?\s*-?\d/.test(text));
        const { source: left, references } = hoist(text);
        const values = references.map((one) =>
          resolveReference(one, () => ({
            kind: 'stored',
            stored: {
              kind: 'inline',
              value: lookup(one.root),
              labels: { rest: { integrity: 'trusted', confidentiality: 'public', origins: [] } },
            },
          })),
        );
        fc.pre(values.every((one) => one.kind === 'value'));
        const bindings = Object.fromEntries(
          values.map((one, index) => [`r${index}`, one.kind === 'value' ? one.value : null]),
        );
        const outcome = async (run: () => Promise<unknown>) => {
          try {
            return JSON.stringify(await run());
          } catch (error) {
            return (error as { code?: string }).code;
          }
        };
        // In a filter the roots of plain JSONata would be fields of the element: bind them there.
        const plain = text.replace(/(?<![.\w"`])(trigger|steps|run)(?![\w"])(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '$$$1');
        const [ours, theirs] = await Promise.all([
          outcome(() => jsonata(left).evaluate(undefined, bindings)),
          outcome(() => jsonata(plain).evaluate(undefined, world)),
        ]);
        expect(ours).toBe(theirs);
      }),
      { numRuns: 300 },
    );
  });
});
