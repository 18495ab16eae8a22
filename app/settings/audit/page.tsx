import { pageTitle } from '#app/request-texts.ts';
import { AuditPage } from '#components/audit/audit-page.tsx';

export const generateMetadata = pageTitle('audit');

export default function Audit() {
  return <AuditPage />;
}
