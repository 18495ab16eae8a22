/** What may be written in an expression, for people: read by the reference in the app. */
import { BANNED, type Root } from '#lib/expression-rules.ts';

export const ROOT_HELP: Record<Root, string> = {
  trigger: 'What started the run, for example trigger.body.name.',
  steps: 'What an earlier step gave, by its id: steps.search.items[0].title. The id stands below the name of the step.',
  item: 'Inside of a loop: item.value is the item, item.index its place from 0.',
  run: 'The run itself: run.id, run.startedAt, run.flowId, run.flowName.',
  vars: 'Variables that all flows share: vars.name.',
};

/** Each function, as it is called, and what it gives. */
export const FUNCTION_HELP: Record<string, { call: string; help: string }> = {
  sum: { call: '$sum(numbers)', help: 'The sum of a list of numbers.' },
  count: { call: '$count(list)', help: 'How many items a list has.' },
  max: { call: '$max(numbers)', help: 'The largest number of a list.' },
  min: { call: '$min(numbers)', help: 'The smallest number of a list.' },
  average: { call: '$average(numbers)', help: 'The average of a list of numbers.' },
  string: { call: '$string(value)', help: 'The value as text; data as JSON.' },
  substring: {
    call: '$substring(text, start, length)',
    help: 'A part of a text. The first character is 0; less than zero counts from the end.',
  },
  substringBefore: { call: '$substringBefore(text, mark)', help: 'What stands before the first mark.' },
  substringAfter: { call: '$substringAfter(text, mark)', help: 'What stands after the first mark.' },
  lowercase: { call: '$lowercase(text)', help: 'The text in small letters.' },
  uppercase: { call: '$uppercase(text)', help: 'The text in capital letters.' },
  length: { call: '$length(text)', help: 'How many characters a text has.' },
  trim: { call: '$trim(text)', help: 'The text without spaces at its ends; several in a row become one.' },
  pad: {
    call: '$pad(text, width, character)',
    help: 'The text made as wide as asked; less than zero puts the characters before it.',
  },
  match: { call: '$match(text, pattern)', help: 'Where a pattern such as /[0-9]+/ fits, as a list.' },
  contains: { call: '$contains(text, part)', help: 'Whether a text or a pattern is in the text.' },
  replace: { call: '$replace(text, part, with)', help: 'The text with every part replaced.' },
  split: { call: '$split(text, mark)', help: 'The text cut at every mark, as a list.' },
  join: { call: '$join(texts, mark)', help: 'A list of texts put together, with the mark between them.' },
  formatNumber: {
    call: '$formatNumber(number, picture)',
    help: 'A number as people write it, for example "#,##0.00".',
  },
  formatBase: { call: '$formatBase(number, base)', help: 'A whole number in another base, such as 2 or 16.' },
  formatInteger: {
    call: '$formatInteger(number, picture)',
    help: 'A whole number in words or Roman digits, for example "I" or "w".',
  },
  parseInteger: { call: '$parseInteger(text, picture)', help: 'The whole number that such a text means.' },
  number: { call: '$number(text)', help: 'The number that a text such as "12.5" means.' },
  floor: { call: '$floor(number)', help: 'The next whole number below.' },
  ceil: { call: '$ceil(number)', help: 'The next whole number above.' },
  round: { call: '$round(number, places)', help: 'The number rounded; a half goes to the even neighbour.' },
  abs: { call: '$abs(number)', help: 'The number without its sign.' },
  sqrt: { call: '$sqrt(number)', help: 'The square root.' },
  power: { call: '$power(number, exponent)', help: 'The number raised to a power.' },
  boolean: { call: '$boolean(value)', help: 'Whether a value counts as true: not empty, not 0.' },
  not: { call: '$not(value)', help: 'The opposite.' },
  map: { call: '$map(list, function($item) { … })', help: 'A list of what the function gives for each item.' },
  zip: { call: '$zip(list, list)', help: 'Items of several lists put together in pairs.' },
  filter: { call: '$filter(list, function($item) { … })', help: 'The items for which the function gives true.' },
  single: {
    call: '$single(list, function($item) { … })',
    help: 'The one item that fits; fails if there are none or several.',
  },
  reduce: {
    call: '$reduce(list, function($sum, $item) { … }, start)',
    help: 'One value made from all items, one after the other.',
  },
  sift: {
    call: '$sift(object, function($value, $name) { … })',
    help: 'The fields of an object for which the function gives true.',
  },
  keys: { call: '$keys(object)', help: 'The names of an object, as a list.' },
  lookup: { call: '$lookup(object, name)', help: 'The value under a name that is only known while it runs.' },
  append: { call: '$append(list, list)', help: 'One list after the other.' },
  exists: { call: '$exists(value)', help: 'Whether there is a value. It does not fail where there is none.' },
  spread: { call: '$spread(object)', help: 'An object as a list of objects with one name each.' },
  merge: { call: '$merge(objects)', help: 'A list of objects as one; later values win.' },
  reverse: { call: '$reverse(list)', help: 'The list from its end to its beginning.' },
  each: {
    call: '$each(object, function($value, $name) { … })',
    help: 'A list of what the function gives for each field.',
  },
  error: { call: '$error(message)', help: 'Fails the step with this message.' },
  assert: { call: '$assert(condition, message)', help: 'Fails the step with this message unless the condition holds.' },
  type: { call: '$type(value)', help: 'The kind of a value: string, number, boolean, array, object or null.' },
  sort: {
    call: '$sort(list, function($a, $b) { … })',
    help: 'The list in order; the function says whether two items must change places.',
  },
  distinct: { call: '$distinct(list)', help: 'The list without items that are there twice.' },
  base64encode: { call: '$base64encode(text)', help: 'The text in Base64.' },
  base64decode: { call: '$base64decode(text)', help: 'The text that Base64 means.' },
  encodeUrlComponent: { call: '$encodeUrlComponent(text)', help: 'The text as it may stand in a part of an address.' },
  encodeUrl: { call: '$encodeUrl(text)', help: 'An address with its special characters encoded.' },
  decodeUrlComponent: { call: '$decodeUrlComponent(text)', help: 'The text that a part of an address means.' },
  decodeUrl: { call: '$decodeUrl(text)', help: 'The address that an encoded one means.' },
  toMillis: { call: '$toMillis(date)', help: 'The milliseconds since 1970 of a date such as run.startedAt.' },
  fromMillis: {
    call: '$fromMillis(number, picture)',
    help: 'The date of such milliseconds, for example as "[D01].[M01].[Y0001]".',
  },
  clone: { call: '$clone(object)', help: 'A copy of an object.' },
};

/** Functions of JSONata that are not there, and what to write instead. */
export const OFF_HELP: Record<string, string> = Object.fromEntries(BANNED);
