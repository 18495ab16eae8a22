import type { Command } from 'commander';
import type { ModelsView, PullView } from '#lib/views-models.ts';
import { act } from '#bin/cli/act.ts';
import { at } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { EXIT, table } from '#bin/cli/output.ts';

/** `hearth models …` */
export function addModelCommands(program: Command, io: Io): void {
  const models = program.command('models').description('models of a connection, and fetching them');

  const list = models.command('list <connection>').description('which models there are, and which are being fetched');
  act<object, [string]>(io, list, async ({ api }, connection) => {
    const data = await api.get<ModelsView>(at`/connections/${connection}/models`);
    return { data, lines: linesOf(data) };
  });

  const refresh = models.command('refresh <connection>').description('ask the service which models it has now');
  act<object, [string]>(io, refresh, async ({ api }, connection) => {
    const path = `POST ${at`/connections/${connection}/models`}`;
    const data = await api.send<ModelsView & { ok: boolean; message: string }>(path);
    return { data, lines: [data.message, ...linesOf(data)], exitCode: data.ok ? EXIT.ok : EXIT.failed };
  });

  const pull = models.command('pull <connection> <model>').description('have Ollama fetch a model');
  act<object, [string, string]>(io, pull, async ({ api }, connection, model) => {
    const data = await api.send<PullView>(`POST ${at`/connections/${connection}/pulls`}`, { model });
    return { data, lines: [`${data.model}: ${data.id}`, 'It goes on by itself; "models list" says how far it is'] };
  });

  const cancel = models.command('cancel <connection> <pull>').description('stop fetching a model');
  act<object, [string, string]>(io, cancel, async ({ api }, connection, id) => {
    const data = await api.send<PullView>(`DELETE ${at`/connections/${connection}/pulls/${id}`}`);
    return { data, lines: [`${data.model} is no longer fetched`] };
  });
}

function linesOf({ models, pulls }: ModelsView): string[] {
  const rows = models.map(({ name, bytes, context, price }) => [
    name,
    bytes === null ? '' : megabytes(bytes),
    context === null ? '' : String(context),
    price === null ? '' : `${price.input} / ${price.output}`,
  ]);
  const fetched = pulls.map(({ id, model, status, stage, bytes, bytesAll, message }) => [
    model,
    status,
    message ?? (bytesAll > 0 ? `${stage} ${megabytes(bytes)} of ${megabytes(bytesAll)}` : stage),
    id,
  ]);
  return [
    ...table([['MODEL', 'SIZE', 'CONTEXT', 'USD/M IN/OUT'], ...rows]),
    ...(fetched.length > 0 ? ['', ...table([['FETCHED', 'STATUS', 'PROGRESS', 'ID'], ...fetched])] : []),
  ];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
