import { VisibleText } from '#components/data/visible-text.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';

/** What Hearth, a step or the compiler said, in the person's language where it is known. */
export function Sentence({ text, className }: { text: string; className?: string }) {
  const words = useTheirWords();
  return <VisibleText text={words(text)} className={className} />;
}
