import common from '#messages/en/common.json';
import shell from '#messages/en/shell.json';
import auth from '#messages/en/auth.json';
import flows from '#messages/en/flows.json';
import editor from '#messages/en/editor.json';
import data from '#messages/en/data.json';
import runs from '#messages/en/runs.json';
import approvals from '#messages/en/approvals.json';
import chat from '#messages/en/chat.json';
import connections from '#messages/en/connections.json';
import tables from '#messages/en/tables.json';
import memory from '#messages/en/memory.json';
import variables from '#messages/en/variables.json';
import notices from '#messages/en/notices.json';
import outbox from '#messages/en/outbox.json';
import forms from '#messages/en/forms.json';
import settings from '#messages/en/settings.json';
import people from '#messages/en/people.json';
import admin from '#messages/en/admin.json';
import command from '#messages/en/command.json';
import docs from '#messages/en/docs.json';
import drawing from '#messages/en/drawing.json';
import versions from '#messages/en/versions.json';
import list from '#messages/en/list.json';
import live from '#messages/en/live.json';
import fields from '#messages/en/fields.json';
import lint from '#messages/en/lint.json';
import inspector from '#messages/en/inspector.json';
import trial from '#messages/en/trial.json';

/** Every text in English: what the other languages are measured by. */
export const en = {
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
