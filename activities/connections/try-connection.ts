import { withMcp } from '#activities/connections/mcp.ts';
import { openModel } from '#activities/connections/open-model.ts';
import { openSmtp } from '#activities/connections/smtp.ts';
import { openTelegram } from '#activities/connections/telegram.ts';
import type { ActivityContext } from '#activities/context.ts';
import { readScript } from '#nodes/rehearsal-script.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { noteModels } from '#platform/connection-models.ts';
import { listFolder } from '#platform/jail-list.ts';
import { inJail } from '#platform/jail.ts';
import { noteTools } from '#platform/mcp-tools.ts';

type Trial = { connection: OpenConnection; fetch: ActivityContext['fetch']; signal: AbortSignal };

/** Signs in with a connection, in the worker, and says how it went. Never throws for what the service answers. */
export async function tryConnection(trial: Trial): Promise<{ ok: boolean; message: string }> {
  const { type, hosts } = trial.connection;
  switch (type) {
    case 'anthropic':
    case 'openai':
    case 'ollama':
    case 'rehearsal':
      return tryModel(trial);
    case 'http-bearer':
    case 'http-basic':
    case 'http-header':
      // Hearth cannot know an address that is safe to call with the secret.
      return {
        ok: true,
        message: `Saved. It is used for ${hosts.join(', ')} only; the first request will show whether the service accepts it.`,
      };
    case 'webhook-secret':
      return { ok: true, message: 'Saved. Calls without this header are refused.' };
    case 'telegram':
      return tryTelegram(trial);
    case 'folder':
      return told(trial, () => tryFolder(trial.connection));
    case 'mcp-http':
    case 'mcp-stdio':
      return told(trial, () => tryMcp(trial));
    case 'smtp':
      return told(trial, () => openSmtp(trial).check());
    default:
      return { ok: false, message: `Hearth has no connections of type "${type}".` };
  }
}

function tryModel(trial: Trial): Promise<{ ok: boolean; message: string }> {
  return told(trial, async () => {
    const { type, config, id } = trial.connection;
    const models = await (await openModel({ ...trial, now: () => new Date() })).models();
    if (type === 'rehearsal')
      return `This is a rehearsal with ${scriptLines(config)} lines in its script. No model is asked.`;
    await noteModels(id, models);
    if (models.length === 0 && type === 'ollama')
      return 'Ollama answers, but has no models yet. Fetch one with: ollama pull <model>';
    const some = models
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ');
    if (type === 'ollama') return `Ollama answers. ${models.length} models, among them ${some}.`;
    return `The key works. ${models.length} models, among them ${some}.`;
  });
}

function scriptLines({ script }: OpenConnection['config']): number {
  return readScript(typeof script === 'string' ? script : '')?.length ?? 0;
}

function tryTelegram(trial: Trial): Promise<{ ok: boolean; message: string }> {
  return told(trial, async () => `Signed in as @${(await (await openTelegram(trial)).getMe()).username}.`);
}

async function tryMcp(trial: Trial): Promise<string> {
  const tools = await withMcp(trial, (session) => session.tools());
  const { offered, unread } = await noteTools(trial.connection.id, tools);
  if (unread === 0) return `Tools on offer: ${offered}. You have read them all.`;
  return `Tools on offer: ${offered}. Off until you read them, under Tools: ${unread}.`;
}

async function tryFolder({ config }: OpenConnection): Promise<string> {
  const ask = { path: '', deep: false, ending: '', limit: 1000 };
  const { entries, more } = await inJail(String(config['path']), (jail) => listFolder(jail, ask));
  return `The folder is there and holds ${more ? 'more than ' : ''}${entries.length} files and folders.`;
}

async function told(trial: Trial, check: () => Promise<string>): Promise<{ ok: boolean; message: string }> {
  try {
    return { ok: true, message: await check() };
  } catch (error) {
    if (trial.signal.aborted) throw error;
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
