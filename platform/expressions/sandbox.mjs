// The text of what runs inside the evaluator's own context. Only texts cross into it and out of it: no object of the host,
// hence no way to the host's functions. It is plain JavaScript without imports.

/** Evaluates one task inside the context; `evaluateTask(source, values, limits)` gives JSON text. */
export const SANDBOX = String.raw`
'use strict';
const BUILT_IN = ['__proto__', 'constructor', 'prototype'];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

// JSONata takes these from the browser's window; they work on bytes written as characters.
globalThis.window = {
  btoa(bytes) {
    let text = '';
    for (let i = 0; i < bytes.length; i += 3) {
      const [a, b, c] = [bytes.charCodeAt(i), bytes.charCodeAt(i + 1), bytes.charCodeAt(i + 2)];
      if (a > 255 || b > 255 || c > 255) throw named('ExpressionFailed', '$base64encode takes Latin-1 text; use $encodeUrlComponent for others.');
      const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
      const last = bytes.length - i;
      text += LETTERS[bits >> 18] + LETTERS[(bits >> 12) & 63] + (last > 1 ? LETTERS[(bits >> 6) & 63] : '=') + (last > 2 ? LETTERS[bits & 63] : '=');
    }
    return text;
  },
  atob(text) {
    let bytes = '';
    let [bits, count] = [0, 0];
    for (const letter of text.replace(/[=\s]/g, '')) {
      const value = LETTERS.indexOf(letter);
      if (value < 0) throw named('ExpressionFailed', 'The text is not base64.');
      bits = ((bits << 6) | value) & 0xffffff;
      count += 6;
      if (count >= 8) bytes += String.fromCharCode((bits >> (count -= 8)) & 255);
    }
    return bytes;
  },
};

// The longest texts are made in one call: it says no before the memory is taken.
for (const name of ['padStart', 'padEnd', 'repeat']) {
  const make = String.prototype[name];
  String.prototype[name] = function (size, ...rest) {
    const length = name === 'repeat' ? this.length * size : size;
    if (length > 8e6) throw named('TooLarge', 'The expression makes a text that is too long.');
    return make.call(this, size, ...rest);
  };
}

function off(name) {
  return () => {
    throw named('NotAllowed', '$' + name + ' is off in expressions.');
  };
}

// Without prototypes there is nothing but data to be found in data.
function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.create(null);
  for (const key of Object.keys(value)) if (!BUILT_IN.includes(key)) copy[key] = bare(value[key]);
  return copy;
}

// Functions, undefined and numbers that JSON cannot hold are named, not guessed at.
function plain(value, left) {
  if (left < 0) throw named('TooDeep', 'The result is nested too deeply.');
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw named('NotANumber', 'The result is not a number that can be kept.');
    return value;
  }
  if (typeof value !== 'object' || value._jsonata_lambda || value._jsonata_function || value instanceof RegExp) {
    throw named('NotData', 'The result is a function, not data. Is something missing, such as () after a name?');
  }
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item, left - 1));
  const copy = Object.create(null);
  for (const key of Object.keys(value)) if (!BUILT_IN.includes(key)) copy[key] = plain(value[key], left - 1);
  return copy;
}

globalThis.evaluateTask = async (source, values, limits) => {
  const { maxResultBytes, maxDepth } = JSON.parse(limits);
  try {
    const expression = jsonata(source);
    for (const name of ['eval', 'now', 'millis', 'random', 'shuffle']) expression.registerFunction(name, off(name));
    JSON.parse(values).forEach((value, index) => {
      const data = bare(value);
      expression.assign('r' + index, data);
      // An optional reference that found nothing is written $o: not bound, so that ?? and $exists see nothing.
      if (data !== null) expression.assign('o' + index, data);
    });
    const result = JSON.stringify({ value: plain(await expression.evaluate(undefined), maxDepth) });
    if (result.length > maxResultBytes) throw named('TooLarge', 'The result is larger than ' + Math.floor(maxResultBytes / 1024) + ' KB.');
    return result;
  } catch (error) {
    if (error instanceof RangeError) {
      const deep = String(error.message).includes('call stack');
      const [name, message] = deep ? ['TooDeep', 'The expression goes too deep.'] : ['TooLarge', 'The expression makes something too large.'];
      return JSON.stringify({ error: { name, message } });
    }
    const name = error && error.name && error.name !== 'Error' ? String(error.name) : 'ExpressionFailed';
    const message = String((error && error.message) || error).slice(0, 500);
    return JSON.stringify({ error: { name, message } });
  }
};
`;
