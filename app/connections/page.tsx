import { pageTitle } from '#app/request-texts.ts';
import { ConnectionsPage } from '#components/connections/connections-page.tsx';

export const generateMetadata = pageTitle('connections');

export default function Connections() {
  return <ConnectionsPage />;
}
