type Tree = { [key: string]: string | Tree };

/** A catalogue as `runs.filters.all` → text. */
export function flat(tree: Tree, under = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[under + key, value]] : [...flat(value, `${under}${key}.`)],
  );
  return new Map(entries);
}
