import type { z } from 'zod';
import type { Right } from '#lib/views.ts';
import type { Actor } from '#server/actor.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Given<P, Q, B> = { params: P; query: Q; body: B; actor: Actor; signal: AbortSignal };

/** One address of the REST API. Router, openapi.json and the list of rights are all read from this. */
export type Route = {
  method: Method;
  /** Below /api/v1, with `:name` for parameters. */
  path: string;
  /** `public` needs nobody signed in, `signed-in` anybody. */
  right: Right | 'signed-in' | 'public';
  summary: string;
  status: number;
  query: z.ZodType | null;
  body: z.ZodType | null;
  output: z.ZodType;
  handle: (given: Given<Record<string, string>, unknown, unknown>) => Promise<unknown>;
};

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Declared<Path extends string, Q extends z.ZodType | null, B extends z.ZodType | null, O extends z.ZodType> = {
  method: Method;
  path: Path;
  right: Route['right'];
  summary: string;
  status?: number;
  query?: Q;
  body?: B;
  output: O;
  handle: (
    given: Given<
      Record<ParamNames<Path>, string>,
      Q extends z.ZodType ? z.infer<Q> : undefined,
      B extends z.ZodType ? z.infer<B> : undefined
    >,
  ) => Promise<z.input<O>> | z.input<O>;
};

/** Declares one address; types of parameters, query and body follow from the declaration. */
export function route<
  const Path extends string,
  O extends z.ZodType,
  Q extends z.ZodType | null = null,
  B extends z.ZodType | null = null,
>(declared: Declared<Path, Q, B, O>): Route {
  const { status = 200, query = null, body = null, handle, ...rest } = declared;
  return { ...rest, status, query, body, handle: async (given) => handle(given as never) };
}
