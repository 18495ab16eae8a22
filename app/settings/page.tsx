import { pageTitle } from '#app/request-texts.ts';
import { SettingsPage } from '#components/settings/settings-page.tsx';

export const generateMetadata = pageTitle('settings');

export default function Settings() {
  return <SettingsPage />;
}
