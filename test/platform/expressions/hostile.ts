import type { Json } from '#lib/value.ts';

/** `ends`: the names of errors it may end with, or the JSON of the harmless value it gives. */
export type Hostile = { name: string; source: string; values: Json[]; ends: string };

const evil = JSON.parse(
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":1,"safe":2}',
) as Json;
const deep = (levels: number): Json => {
  let value: Json = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};
const doubling = (times: number) => `$reduce([1..${times}], function($a, $b){ $a & $a }, "x")`;
const tooMuch = 'TooLarge|TooSlow';

function pair(name: string, source: string, ...rest: [...Json[], string]): Hostile {
  return { name, source, values: rest.slice(0, -1), ends: rest.at(-1) as string };
}

/** What an author, or somebody whose data an author's expression meets, might try. */
export const HOSTILE: Hostile[] = [
  // Time.
  pair('a nested regex', '$match($r0, /^(a+)+$/)', `${'a'.repeat(33)}!`, 'TooSlow'),
  pair('a regex of alternatives', '$replace($r0, /^(a|a)*$/, "")', `${'a'.repeat(40)}!`, 'TooSlow'),
  pair('a nested regex in split', '$split($r0, /(x+x+)+y/)', 'x'.repeat(60), 'TooSlow'),
  pair('a nested regex in contains', '$contains($r0, /(\\w+\\s?)+$/)', `${'word '.repeat(12)}!!`, 'TooSlow|false'),
  pair('a loop without end', '($f := function($n){ $f($n + 1) }; $f(0))', 'TooSlow'),
  pair('a recursion that grows', '($f := function($n){ $f($n + 1) + 1 }; $f(0))', 'TooSlow|TooLarge|TooDeep'),
  pair('two that call each other', '($a := function(){ $b() }; $b := function(){ $a() }; $a())', 'TooSlow'),
  pair('a Y combinator', '($y := function($f){ $f($f) }; $y($y))', 'TooSlow|TooLarge|TooDeep'),
  pair('fibonacci', '($f := function($n){ $n < 2 ? $n : $f($n - 1) + $f($n - 2) }; $f(60))', 'TooSlow'),
  pair('loops inside loops', '$map([1..3000], function($a){ $map([1..3000], function($b){ $a * $b }) })', tooMuch),
  pair('sorting with a liar', '$sort([1..200000], function($a, $b){ true })', tooMuch),
  pair('a power tower of numbers', '$power(9, $power(9, 9))', 'ExpressionFailed|NotANumber'),
  // Space.
  pair('a range of a billion', '[1..1000000000]', 'ExpressionFailed'),
  pair('a range of nine million', '[1..9000000]', tooMuch),
  pair('a range whose end is data', '[1..$r0]', 1e300, 'ExpressionFailed'),
  pair(
    'many ranges',
    '[[1..900000], [1..900000], [1..900000], [1..900000], [1..900000], [1..900000], [1..900000], [1..900000]]',
    tooMuch,
  ),
  pair('padding to half a billion', '$pad("", 500000000, "x")', tooMuch),
  pair('a padded text as JSON', '$string($pad("", 500000000, "x"))', tooMuch),
  pair('a text doubled forty times', doubling(40), tooMuch),
  pair('a text doubled and shouted', `$uppercase(${doubling(28)})`, tooMuch),
  pair('a text doubled and replaced', `$replace(${doubling(28)}, "x", "yy")`, tooMuch),
  pair('a text doubled and split', `$count($split(${doubling(27)}, ""))`, tooMuch),
  pair('a text doubled and joined', `$join([${doubling(26)}, ${doubling(26)}, ${doubling(26)}])`, tooMuch),
  pair('a text doubled and encoded', `$base64encode(${doubling(25)})`, tooMuch),
  pair('a text doubled and escaped', `$encodeUrlComponent(${doubling(26)})`, tooMuch),
  pair('a list that doubles', '$reduce([1..40], function($a, $b){ $append($a, $a) }, [1])', tooMuch),
  pair(
    'an object that doubles',
    '$reduce([1..40], function($a, $b){ {"l": $a, "r": $a} }, 1)',
    'TooLarge|TooSlow|TooDeep',
  ),
  pair('a replacement that grows', '$replace($r0, /a/, $r0)', 'a'.repeat(20_000), tooMuch),
  pair('a number format without end', '$formatNumber(1, $pad("", 100000000, "#"))', `${tooMuch}|ExpressionFailed`),
  // Depth.
  pair('data of many levels', '$r0', deep(150), JSON.stringify(deep(150))),
  pair('data of too many levels', '$r0', deep(5000), 'TooDeep'),
  pair('an expression of many brackets', `${'['.repeat(3000)}1${']'.repeat(3000)}`, 'TooDeep|TooSlow|ExpressionFailed'),
  pair('an expression of many sums', Array.from({ length: 20_000 }, () => '1').join('+'), 'TooDeep|20000|TooSlow'),
  // Ways out.
  pair('__proto__ in data', '$r0.__proto__', evil, 'null'),
  pair('constructor in data', '$r0.constructor.prototype', evil, 'null'),
  pair('__proto__ in data, returned', '$r0', evil, '{"safe":2}'),
  pair('__proto__ made', '{"__proto__": {"polluted": true}}.polluted', 'null'),
  pair('__proto__ merged', '$merge([{}, $r0])', evil, '{"safe":2}'),
  pair('__proto__ as a group', '$r0{name: value}', [{ name: '__proto__', value: 1 }], '{}'),
  pair(
    '__proto__ through a transform',
    '$r0 ~> |$|{"__proto__": {"x": 1}}|',
    { a: 1 },
    'ExpressionFailed|NotData|{"a":1}',
  ),
  pair('the prototype through lookup', '$lookup($r0, "__proto__")', {}, 'null'),
  pair('the constructor of a text', '"x".constructor', 'null'),
  pair('the constructor of a list', '[].constructor', 'null|[]'),
  pair('the constructor of a function', '$sum.constructor("return process")()', 'ExpressionFailed|null'),
  pair('the scope of a lambda', '(function($x){ $x }).environment.lookup("eval")', 'ExpressionFailed|null'),
  pair('the body of a lambda', '($f := function($x){ $x }; $f.body)', 'ExpressionFailed|null|NotData'),
  pair('the match of a regex', '($m := /a/; $m("a").next.constructor)', 'ExpressionFailed|null|NotData'),
  pair('eval', '$eval("1 + 1")', 'NotAllowed'),
  pair('eval under another name', '($e := $eval; $e("1"))', 'NotAllowed'),
  pair('eval by lookup', '$map(["1"], $eval)', 'NotAllowed'),
  pair('the clock', '$now()', 'NotAllowed'),
  pair('the clock in numbers', '$millis()', 'NotAllowed'),
  pair('chance', '$random()', 'NotAllowed'),
  pair('a shuffle', '$shuffle([1, 2])', 'NotAllowed'),
  pair('the root of the data', '$$', 'null'),
  pair('the process', 'process.env', 'null'),
  pair('the library itself', 'jsonata', 'null'),
  // Data that looks like code.
  pair('a template in data', '$r0', '{{ steps.secret.key }}', '"{{ steps.secret.key }}"'),
  pair('a template put together', '"{" & "{ trigger.x }" & "}"', '"{{ trigger.x }}"'),
  pair('an expression in data', '$r0', '$eval("1")', '"$eval(\\"1\\")"'),
  pair('a text that breaks a string', '$r0', '"); process.exit(1); ("', JSON.stringify('"); process.exit(1); ("')),
  pair('line separators and nulls', '$length($r0)', '\u2028\u2029\u0000', '3'),
  // Nonsense.
  pair('a function as result', '$sum', 'NotData'),
  pair('a lambda as result', 'function($x){ $x }', 'NotData'),
  pair('a function inside a list', '[$sum, 1]', 'NotData'),
  pair('a division by nothing', '1 / 0', 'NotANumber|ExpressionFailed'),
  pair('a number too large', '1e308 * 10', 'NotANumber|ExpressionFailed'),
  pair('an error of its own', '$error("boom")', 'ExpressionFailed'),
  pair('text times number', '"a" * 2', 'ExpressionFailed'),
  pair('broken source', '1 +', 'ExpressionFailed'),
];
