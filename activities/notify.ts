import { openTelegram, type Sending } from '#activities/connections/telegram.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { stepOf } from '#activities/prepare.ts';
import { redactor, secretTexts } from '#activities/redact.ts';
import { joinLabels, TRUSTED, type Label } from '#lib/label.ts';
import type { notify as declared } from '#nodes/notify.ts';
import { openConnection } from '#platform/connections.ts';
import { egressFetch } from '#platform/egress.ts';
import { addNotice, claimPush } from '#platform/notices.ts';
import { ownerChats, type PairedChat } from '#platform/paired-chats.ts';

type Notify = Implementations<typeof declared>;
type Told = { title: string; text: string; level: string; flowName: string; label: Label };

/** What Telegram takes in one message. */
const LONGEST = 4096;

export const notify = {
  notify: async ({ title, text, level, where }, ctx) => {
    const { effectKey, runId, call } = ctx;
    const label = joinLabels(...['title', 'text'].map((field) => ctx.inputLabels[field] ?? TRUSTED), call.scope);
    const { flowName } = await stepOf(call);
    const told = { title, text, level, flowName, label };
    const { id } = await addNotice({ ...told, level, effectKey, runId, flowId: call.run.flowId });
    if (where === 'page' || !(await claimPush(id))) return { id, chats: 0, missed: 0 };
    const chats = await ownerChats();
    const sent = await Promise.all(chats.map((chat) => push(chat, { told, ctx })));
    const arrived = sent.filter(Boolean).length;
    return { id, chats: arrived, missed: chats.length - arrived };
  },
} satisfies Notify;

/** Tries once: a message that is lost is still in Hearth, and one that came twice would be worse. */
async function push(chat: PairedChat, { told, ctx }: { told: Told; ctx: ActivityContext }): Promise<boolean> {
  const connection = await openConnection(chat.connectionId);
  const { hosts } = connection;
  const { signal } = ctx;
  try {
    const bot = await openTelegram({
      connection,
      signal,
      fetch: (url, init) => egressFetch(url, { signal, ...init, connectionHosts: hosts, allowHosts: hosts }),
    });
    await bot.send(messageOf(chat, told));
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    const { text } = redactor(secretTexts(connection));
    ctx.log.warn(`A notice did not reach a chat: ${text(error instanceof Error ? error.message : String(error))}`);
    return false;
  }
}

/** Text from outside stands in a block of its own, where Telegram makes no links of it. */
function messageOf(chat: PairedChat, { title, text, level, flowName, label }: Told): Sending {
  const head = `Hearth, ${flowName}:\n`;
  const whole = text === '' ? title : `${title}\n\n${text}`;
  const room = LONGEST - head.length;
  const body = whole.length > room ? `${whole.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : whole;
  const asText = { type: 'pre' as const, offset: head.length, length: body.length };
  return {
    chat_id: chat.chatId,
    text: head + body,
    ...(label.integrity === 'untrusted' ? { entities: [asText] } : {}),
    link_preview_options: { is_disabled: true },
    ...(level === 'info' ? { disable_notification: true } : {}),
  };
}
