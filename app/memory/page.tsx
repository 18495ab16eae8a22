import { pageTitle } from '#app/request-texts.ts';
import { MemoryPage } from '#components/memory/memory-page.tsx';

export const generateMetadata = pageTitle('memory');

export default function Memory() {
  return <MemoryPage />;
}
