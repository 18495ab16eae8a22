import { auditRouter, healthRouter, incidentRouter, policyRouter } from '#server/routers/admin.ts';
import { approvalsRouter } from '#server/routers/approvals.ts';
import { chatRouter } from '#server/routers/chat.ts';
import { chatsRouter } from '#server/routers/chats.ts';
import { connectionsRouter } from '#server/routers/connections.ts';
import { contactsRouter } from '#server/routers/contacts.ts';
import { delegatesRouter } from '#server/routers/delegates.ts';
import { draftsRouter } from '#server/routers/drafts.ts';
import { flowsRouter } from '#server/routers/flows.ts';
import { listenRouter } from '#server/routers/listen.ts';
import { mcpRouter } from '#server/routers/mcp.ts';
import { modelsRouter } from '#server/routers/models.ts';
import { meRouter } from '#server/routers/me.ts';
import { noticesRouter } from '#server/routers/notices.ts';
import { fileVersionsRouter } from '#server/routers/file-versions.ts';
import { outboxRouter } from '#server/routers/outbox.ts';
import { passkeysRouter } from '#server/routers/passkeys.ts';
import { invitesRouter, peopleRouter } from '#server/routers/people.ts';
import { filtersRouter, runsRouter } from '#server/routers/runs.ts';
import { scheduleRouter } from '#server/routers/schedule.ts';
import { searchRouter } from '#server/routers/search.ts';
import { shelvesRouter } from '#server/routers/shelves.ts';
import { settingsRouter, stopRouter } from '#server/routers/settings.ts';
import { setupRouter } from '#server/routers/setup.ts';
import { tablesRouter } from '#server/routers/tables.ts';
import { tokensRouter } from '#server/routers/tokens.ts';
import { skillsRouter } from '#server/routers/skills.ts';
import { usageRouter } from '#server/routers/usage.ts';
import { versionsRouter } from '#server/routers/versions.ts';
import { valuesRouter } from '#server/routers/values.ts';
import { memoryRouter } from '#server/routers/memory.ts';
import { countersRouter, seenRouter, variablesRouter } from '#server/routers/variables.ts';
import { router } from '#server/trpc.ts';

export const appRouter = router({
  me: meRouter,
  setup: setupRouter,
  flows: flowsRouter,
  drafts: draftsRouter,
  versions: versionsRouter,
  shelves: shelvesRouter,
  listen: listenRouter,
  runs: runsRouter,
  search: searchRouter,
  filters: filtersRouter,
  approvals: approvalsRouter,
  fileVersions: fileVersionsRouter,
  outbox: outboxRouter,
  connections: connectionsRouter,
  mcp: mcpRouter,
  models: modelsRouter,
  chat: chatRouter,
  chats: chatsRouter,
  notices: noticesRouter,
  contacts: contactsRouter,
  tables: tablesRouter,
  memory: memoryRouter,
  variables: variablesRouter,
  counters: countersRouter,
  seen: seenRouter,
  people: peopleRouter,
  invites: invitesRouter,
  values: valuesRouter,
  tokens: tokensRouter,
  passkeys: passkeysRouter,
  skills: skillsRouter,
  usage: usageRouter,
  delegates: delegatesRouter,
  settings: settingsRouter,
  health: healthRouter,
  audit: auditRouter,
  incident: incidentRouter,
  policy: policyRouter,
  stop: stopRouter,
  schedule: scheduleRouter,
});

export type AppRouter = typeof appRouter;
