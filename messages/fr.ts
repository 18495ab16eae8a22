import common from '#messages/fr/common.json';
import shell from '#messages/fr/shell.json';
import auth from '#messages/fr/auth.json';
import flows from '#messages/fr/flows.json';
import editor from '#messages/fr/editor.json';
import data from '#messages/fr/data.json';
import runs from '#messages/fr/runs.json';
import approvals from '#messages/fr/approvals.json';
import chat from '#messages/fr/chat.json';
import connections from '#messages/fr/connections.json';
import tables from '#messages/fr/tables.json';
import memory from '#messages/fr/memory.json';
import variables from '#messages/fr/variables.json';
import notices from '#messages/fr/notices.json';
import outbox from '#messages/fr/outbox.json';
import forms from '#messages/fr/forms.json';
import settings from '#messages/fr/settings.json';
import people from '#messages/fr/people.json';
import admin from '#messages/fr/admin.json';
import command from '#messages/fr/command.json';
import docs from '#messages/fr/docs.json';
import drawing from '#messages/fr/drawing.json';
import versions from '#messages/fr/versions.json';
import list from '#messages/fr/list.json';
import live from '#messages/fr/live.json';
import fields from '#messages/fr/fields.json';
import lint from '#messages/fr/lint.json';
import inspector from '#messages/fr/inspector.json';
import trial from '#messages/fr/trial.json';
import type { Messages } from '#messages/types.ts';

/** Every text in French. */
export const fr: Messages = {
  common,
  shell,
  auth,
  flows,
  editor,
  data,
  runs,
  approvals,
  chat,
  connections,
  tables,
  memory,
  variables,
  notices,
  outbox,
  forms,
  settings,
  people,
  admin,
  command,
  docs,
  drawing,
  versions,
  list,
  live,
  trial,
  inspector,
  fields,
  lint,
};
