import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/value.ts';
import { draw } from '#test/support/draw.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';

useHearth();

/** Expressions and data made to hang, to exhaust, or to get out. */
const HOSTILE: [expression: string, data: Json][] = [
  ['$match(trigger.x, /(a+)+$/)', `${'a'.repeat(32)}!`],
  ['$match(trigger.x, /(a|a)*$/)', `${'a'.repeat(34)}!`],
  ['$match(trigger.x, /([a-z]+)*[0-9]/)', 'a'.repeat(34)],
  ['$split(trigger.x, /(x+x+)+y/)', 'x'.repeat(34)],
  ['$replace(trigger.x, /(.*)*z/, "")', 'q'.repeat(34)],
  ['[1..9999999]', null],
  ['$sum([1..9000000])', null],
  ['$count([1..10000000].{"a": $})', null],
  ['$map([1..5000000], function($v) { $v * 2 })', null],
  ['($f := function($n) { $f($n + 1) }; $f(0))', null],
  ['($f := function($n) { 1 + $f($n + 1) }; $f(0))', null],
  ['($f := function($n) { $f($n) & $f($n) }; $f(1))', null],
  ['($g := function($s, $n) { $n > 40 ? $s : $g($s & $s, $n + 1) }; $g("x", 0))', null],
  ['$pad(trigger.x, 999999999, "#")', 'a'],
  ['$join($map([1..3000000], function($v) { "xxxxxxxxxx" }))', null],
  ['$eval("1 + 1")', null],
  ['$eval(trigger.x)', '$sum([1,2])'],
  ['$now()', null],
  ['$millis()', null],
  ['$random()', null],
  ['$shuffle([1,2,3])', null],
  ['trigger.__proto__', null],
  ['trigger.constructor', null],
  ['trigger.x.__proto__.polluted', { y: 1 }],
  ['trigger.x.constructor.constructor("return process")()', { y: 1 }],
  ['trigger.toString', null],
  ['steps.constructor', null],
  ['trigger[$x]', 'a'],
  ['$lookup(trigger, "x")', 'a'],
  ['$$.trigger', null],
  ['trigger.x.y.z', null],
  ['trigger.nothing', null],
  ['$number(trigger.x)', 'NaN'],
  ['1 / 0', null],
  ['$error("stop")', null],
  ['$assert(false, "no")', null],
  ['trigger.x(1)', 'a'],
  ['$unknownFunction(1)', null],
  ['$toMillis(trigger.x)', 'not a date'],
  ['$fromMillis(9e99)', null],
  ['$power(10, 10000)', null],
  ['$base64decode(1)', null],
  ['$parseInteger(trigger.x, "###")', {}],
  ['$formatNumber(1, trigger.x)', '#.#.#.#'],
  ['$reduce([1..3000000], function($a, $b) { $a + $b })', null],
  ['$sort([1..2000000], function($a, $b) { $a < $b })', null],
  ['$each($merge([1..1000000].{$string($): $}), function($v) { $v })', null],
  ['$string(trigger.x) ~> $eval', '$sum([1])'],
  ['($f := function() { $f }; $f()()()()())', null],
  ['trigger.x ~> |$|{"a": $sum([1..9000000])}|', [1, 2, 3]],
];

describe('fifty hostile expressions', () => {
  it('are fifty', () => {
    expect(HOSTILE).toHaveLength(50);
  });

  it('end their runs by name, or give plain data, and leave a neighbour alone', { timeout: 300_000 }, async () => {
    const names = await Promise.all(HOSTILE.map(([expression, data]) => outcomeOf(expression, data)));
    for (const [index, name] of names.entries()) {
      expect(name, HOSTILE[index]?.[0]).toMatch(/^(refused when drawn|[A-Z]\w+|a value)$/);
      expect(name, HOSTILE[index]?.[0]).not.toMatch(/^(InternalError|EngineError)$/);
    }
    // These must never come through, whatever they would give.
    for (const [index, [expression]] of HOSTILE.entries()) {
      if (/__proto__|constructor|\$eval|\$now|\$random|\$\$/.test(expression))
        expect(names[index], expression).not.toBe('a value');
    }
  });

  it('do not hold up a run beside them', async () => {
    const slow = HOSTILE.slice(0, 5).map(([expression, data]) => outcomeOf(expression, data));
    await using run = await testFlow(
      draw({
        nodes: { start: ['manual'], one: ['set', { fields: { ok: '{{ trigger.n }}' } }] },
        wires: ['start > one'],
      }),
      { input: { n: 1 } },
    );
    // The neighbour has ended while those that hang are still being given up.
    const first = await Promise.race([run.output().then(() => 'neighbour'), Promise.all(slow).then(() => 'hostile')]);
    expect(first).toBe('neighbour');
    await Promise.all(slow);
  });

  it('are not what data becomes that only looks like one', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          text: ['template', { text: 'You wrote: {{ trigger.x }}' }],
          up: ['set', { fields: { up: '{{ $uppercase(steps.text.text) }}' } }],
        },
        wires: ['start > text', 'text > up'],
      }),
      { input: { x: '{{ $sum([1,2]) }}' } },
    );
    expect(await run.output()).toEqual({ up: 'YOU WROTE: {{ $SUM([1,2]) }}' });
  });
});

async function outcomeOf(expression: string, data: Json): Promise<string> {
  const flow = draw({
    nodes: { start: ['manual'], bad: ['set', { fields: { x: `{{ ${expression} }}` } }] },
    wires: ['start > bad'],
  });
  let started;
  try {
    started = await testFlow(flow, { input: { x: data } });
  } catch {
    return 'refused when drawn';
  }
  await using run = started;
  const end = await run.ends();
  return end.type === 'run.failed' ? end.error.type : 'a value';
}
