/** Runs in a desktop session: puts the key under its keyring, reads it anew, and says what came of it. */
import { readFileSync } from 'node:fs';
import { env } from '#platform/env.ts';
import { protectMasterKeys, readMasterKeys } from '#platform/key-file.ts';

const hex = () => readMasterKeys().keys.map((key) => key.toString('hex'));
const before = hex();
protectMasterKeys('keyring');
const file = readFileSync(env().keyFile, 'utf8');
process.stdout.write(
  JSON.stringify({
    same: JSON.stringify(hex()) === JSON.stringify(before),
    guard: readMasterKeys().guard,
    inTheOpen: before.some((key) => file.includes(key)),
  }),
);
