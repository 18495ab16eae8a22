import { pageTitle } from '#app/request-texts.ts';
import { IncidentPage } from '#components/incident/incident-page.tsx';

export const generateMetadata = pageTitle('incident');

export default function Incident() {
  return <IncidentPage />;
}
