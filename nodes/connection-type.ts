import { z } from 'zod';

/** Something Hearth can sign in to. Declared once: form, validation, sealing and host binding read this. */
export type ConnectionType<F extends z.ZodObject = z.ZodObject> = {
  title: string;
  help: string;
  /** A lucide icon name. */
  icon: string;
  /** Fields with `.meta({ secret: true })` are sealed and write-only; all others are shown. */
  fields: F;
  /** Hosts (`host` or `host:port`) that its secrets may be sent to, from the fields that are not secret. */
  hostsOf: { of(config: Record<string, unknown>): string[] }['of'];
  /** The worker can try it out. */
  testable: boolean;
  /** People write to it: chats are paired with it. */
  chats?: boolean;
  /** It brings tools, each of which a person reads and switches on. */
  tools?: boolean;
  /** It has models; `pulled`: its service fetches them when it is told to. */
  models?: 'listed' | 'pulled';
  /** The web checks callers against its secret; every other secret is opened by the worker alone. */
  checkedByWeb?: boolean;
};

/** Declares a type with its own fields kept. */
export function connection<F extends z.ZodObject>(spec: ConnectionType<F>): ConnectionType<F> {
  return spec;
}

/** A host as it stands in an address, with its port if that is not the usual one. */
export const Host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/,
    'Use a host name such as api.example.org, with :port if it is not the usual one.',
  );

/** A field that is sealed: write-only and one line. */
export function secret(title: string, { placeholder, description }: { placeholder?: string; description: string }) {
  const text = z
    .string()
    .min(1)
    .max(8000)
    .regex(/^[^\r\n\0]*$/, 'A secret is one line.');
  return text.meta({ title, description, secret: true, ...(placeholder === undefined ? {} : { placeholder }) });
}
