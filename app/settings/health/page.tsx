import { pageTitle } from '#app/request-texts.ts';
import { HealthPage } from '#components/health/health-page.tsx';

export const generateMetadata = pageTitle('health');

export default function Health() {
  return <HealthPage />;
}
