/** Rows of agents: what they were asked, what was said, and which tools they called with which arguments. */
import { randomUUID } from 'node:crypto';
import type { SaidBody, SaidFile } from '#lib/agent-words.ts';
import { joinLabels, TRUSTED, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { NotFound } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';

/** What does not change while an agent works. `trusted`: texts that its owner or author wrote. */
export type AgentSetup = {
  stepId: string;
  message: string;
  label: Label;
  /** What came with the message, and the label of it. */
  files?: { list: SaidFile[]; label: Label };
  instructions: string;
  instructionsLabel: Label;
  /** What decided that the agent runs at all. */
  scope: Label;
  /** What the author says of tools, by their names. */
  toolHelp: Record<string, string>;
  schema?: Record<string, Json>;
  maxTurns: number;
  maxTotalTokens: number;
  maxCost?: number;
  maxRepeats: number;
  trusted: string[];
  /** Skill packs that it may read, by name; absent in runs from before there were any. */
  skills?: string[];
};

export type AgentState = {
  runId: string;
  conversationId: string;
  setup: AgentSetup;
  inputTokens: number;
  outputTokens: number;
  /** US dollars; `costKnown`: of every turn. */
  cost: number;
  costKnown: boolean;
};

export type SaidMessage = { id: string; seq: number; runId: string; turn: number | null; body: SaidBody; label: Label };

/** A call of a tool. `place`: which of those handed out in its turn; null where `answer` was known at once. */
export type ToolCallRow = {
  index: number;
  callId: string;
  tool: string;
  place: number | null;
  args: Record<string, Json>;
  labels: Record<string, Label>;
  scope: Label;
  answer: string | null;
  hash: string;
};

/** The conversation of a step, found or begun. */
export async function openConversation(of: { flowId: string; stepId: string; key: string }): Promise<string> {
  const { id } = await db().conversation.upsert({
    where: { flowId_stepId_key: of },
    create: { id: randomUUID(), ...of },
    update: {},
    select: { id: true },
  });
  return id;
}

/** Writes down what an agent begins with; again is harmless. */
export async function createAgentRun(runId: string, conversationId: string, setup: AgentSetup): Promise<void> {
  const row = { stepId: setup.stepId, conversationId, setup: JSON.stringify(setup) };
  await db().agentRun.upsert({ where: { runId }, create: { runId, ...row }, update: {} });
}

/** Throws `NotFound` for a run that is no agent's. */
export async function agentRun(runId: string): Promise<AgentState> {
  const row = await db().agentRun.findUnique({ where: { runId } });
  if (!row) throw new NotFound('There is no such run of an agent.');
  const { setup, stepId: _step, createdAt: _at, ...rest } = row;
  return { ...rest, setup: JSON.parse(setup) as AgentSetup };
}

/** What is still said word for word, summaries first. */
export async function messagesOf(conversationId: string): Promise<SaidMessage[]> {
  const rows = await db().agentMessage.findMany({
    where: { conversationId, compacted: false, turn: { not: null } },
    orderBy: { seq: 'asc' },
  });
  const said = rows.map(({ id, seq, runId, turn, body, label }) => ({
    ...{ id, seq, runId, turn },
    body: JSON.parse(body) as SaidBody,
    label: JSON.parse(label) as Label,
  }));
  return [...said.filter(({ body }) => body.role === 'summary'), ...said.filter(({ body }) => body.role !== 'summary')];
}

/** The label of all that was ever said in a conversation: a summary is made of what it stands for. */
export async function conversationLabel(conversationId: string): Promise<Label> {
  const rows = await db().agentMessage.groupBy({
    by: ['label'],
    where: { conversationId, turn: { not: null } },
  });
  return joinLabels(TRUSTED, ...rows.map(({ label }) => JSON.parse(label) as Label));
}

export type NewMessage = { conversationId: string; runId: string; turn: number | null; body: SaidBody; label: Label };

/** Appends a message inside the caller's transaction. */
export async function appendMessage(tx: Tx, message: NewMessage): Promise<void> {
  const { conversationId, runId, turn, body, label } = message;
  await tx.agentMessage.create({
    data: {
      ...{ id: randomUUID(), conversationId, runId, turn },
      ...{ seq: await nextSeq(tx, conversationId), role: body.role },
      ...{ body: JSON.stringify(body), label: JSON.stringify(label) },
    },
  });
}

async function nextSeq(tx: Tx, conversationId: string): Promise<number> {
  const { _max } = await tx.agentMessage.aggregate({ where: { conversationId }, _max: { seq: true } });
  return (_max.seq ?? 0) + 1;
}

/** What a person said while the agent worked becomes part of its next turn. */
export async function takeMessages(tx: Tx, { runId, turn }: { runId: string; turn: number }): Promise<void> {
  const waiting = await tx.agentMessage.findMany({ where: { runId, turn: null }, orderBy: { seq: 'asc' } });
  for (const { id, conversationId } of waiting)
    await tx.agentMessage.update({ where: { id }, data: { turn, seq: await nextSeq(tx, conversationId) } });
}

/** Whether somebody has said something that no turn has read. */
export async function hasWaitingMessages(runId: string): Promise<boolean> {
  return (await db().agentMessage.count({ where: { runId, turn: null } })) > 0;
}

/** The calls of one turn, in the order of the model. */
export async function callsOfTurn(runId: string, turn: number): Promise<ToolCallRow[]> {
  const rows = await db().agentCall.findMany({ where: { runId, turn }, orderBy: { index: 'asc' } });
  return rows.map(({ index, callId, tool, place, args, labels, scope, answer, hash }) => ({
    ...{ index, callId, tool, place, answer, hash },
    args: JSON.parse(args) as Record<string, Json>,
    labels: JSON.parse(labels) as Record<string, Label>,
    scope: JSON.parse(scope) as Label,
  }));
}

/** The call that was handed out at a place of a turn. */
export async function callAt(at: { runId: string; turn: number; place: number }): Promise<ToolCallRow | undefined> {
  return (await callsOfTurn(at.runId, at.turn)).find(({ place }) => place === at.place);
}

/** How often each call was asked for in a run, and which a person has denied, by hash. */
export async function earlierCalls(runId: string): Promise<{ times: Map<string, number>; denied: Set<string> }> {
  const rows = await db().agentCall.groupBy({ by: ['hash', 'denied'], where: { runId }, _count: true });
  const times = new Map<string, number>();
  for (const { hash, _count } of rows) times.set(hash, (times.get(hash) ?? 0) + _count);
  return { times, denied: new Set(rows.filter(({ denied }) => denied).map(({ hash }) => hash)) };
}

/** What a turn came to, if it was taken already. */
export async function takenTurn(runId: string, turn: number): Promise<Json | undefined> {
  const row = await db().agentTurn.findUnique({ where: { runId_turn: { runId, turn } } });
  return row ? (JSON.parse(row.outcome) as Json) : undefined;
}

export type TurnTaken = {
  state: AgentState;
  turn: number;
  messages: Omit<NewMessage, 'conversationId' | 'runId' | 'turn'>[];
  calls: ToolCallRow[];
  spent: Spent;
  outcome: Json;
};

/** `cost` in US dollars, null where the price is not known. */
export type Spent = { inputTokens: number; outputTokens: number; cost: number | null };

/** Keeps a turn: once this returns it is never paid for again. */
export async function keepTurn({ state, turn, messages, calls, spent, outcome }: TurnTaken): Promise<void> {
  const { runId, conversationId } = state;
  await transact(async (tx) => {
    await tx.agentTurn.create({ data: { runId, turn, outcome: JSON.stringify(outcome) } });
    for (const message of messages) await appendMessage(tx, { ...message, conversationId, runId, turn });
    for (const call of calls) {
      const { args, labels, scope, ...row } = call;
      const json = { args: JSON.stringify(args), labels: JSON.stringify(labels), scope: JSON.stringify(scope) };
      await tx.agentCall.create({ data: { runId, turn, ...row, ...json } });
    }
    await addSpent(tx, runId, spent);
  });
}

/** Adds to what an agent has used. */
export async function addSpent(tx: Tx, runId: string, spent: Spent): Promise<void> {
  const { inputTokens, outputTokens, cost } = spent;
  await tx.agentRun.update({
    where: { runId },
    data: {
      inputTokens: { increment: inputTokens },
      outputTokens: { increment: outputTokens },
      ...(cost === null ? { costKnown: false } : { cost: { increment: cost } }),
    },
  });
}

/** Whether a turn has begun: what came before it is in the conversation already. */
export async function hasBegun(tx: Tx, at: { runId: string; turn: number }): Promise<boolean> {
  return (await tx.agentMessage.count({ where: at })) > 0;
}

/** A person has said no to these calls. */
export async function markDenied(tx: Tx, { runId, hashes }: { runId: string; hashes: string[] }): Promise<void> {
  await tx.agentCall.updateMany({ where: { runId, hash: { in: hashes } }, data: { denied: true } });
}

type Summary = { turn: number; label: Label; text: string; files: string[]; replaced: string[]; spent: Spent };

/** Puts a summary in the place of messages. They are kept for people to read. */
export async function compactMessages(state: AgentState, summary: Summary): Promise<void> {
  const { runId, conversationId } = state;
  const { turn, label, text, files, replaced, spent } = summary;
  const body: SaidBody = { role: 'summary', text, ...(files.length > 0 ? { files } : {}) };
  await transact(async (tx) => {
    await tx.agentMessage.updateMany({ where: { id: { in: replaced } }, data: { compacted: true } });
    await appendMessage(tx, { conversationId, runId, turn, body, label });
    await addSpent(tx, runId, spent);
  });
}
