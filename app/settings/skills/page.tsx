import { pageTitle } from '#app/request-texts.ts';
import { SkillsPage } from '#components/skills/skills-page.tsx';

export const generateMetadata = pageTitle('skills');

export default function Skills() {
  return <SkillsPage />;
}
