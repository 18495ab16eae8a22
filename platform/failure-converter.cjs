/**
 * Puts messages and stacks of failures into a payload, so that the codec encrypts them too. CommonJS, because Temporal
 * loads it with `require`, by its path, in a worker that runs compiled.
 */
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
