import { pageTitle } from '#app/request-texts.ts';
import { FilesPage } from '#components/files/files-page.tsx';

export const generateMetadata = pageTitle('files');

export default function Files() {
  return <FilesPage />;
}
