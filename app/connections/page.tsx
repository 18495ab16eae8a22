import { pageTitle } from '#app/request-texts.ts';
import type { ConnectionKind } from '#components/connections/connection-kind.ts';
import { ConnectionsPage } from '#components/connections/connections-page.tsx';
import { connectionTypes } from '#nodes/connections.ts';

export const generateMetadata = pageTitle('connections');

const kinds = Object.fromEntries(
  Object.entries(connectionTypes).map(
    ([name, { title, icon, testable, chats = false, tools = false, models = null }]): [string, ConnectionKind] => [
      name,
      { title, icon, testable, chats, tools, models },
    ],
  ),
);

export default function Connections() {
  return <ConnectionsPage kinds={kinds} />;
}
