import { CopyButton } from '#components/ui/copy-button.tsx';
import { cn } from '#components/ui/cn.ts';

/** Text exactly as it is, wrapped rather than cut, with a button to copy it. */
export function CodeBlock({
  text,
  label,
  className,
  copy = true,
}: {
  text: string;
  label?: string;
  className?: string;
  copy?: boolean;
}) {
  return (
    <div className={cn('group relative rounded-lg border border-line bg-sunken', className)}>
      <pre
        tabIndex={0}
        aria-label={label}
        role={label ? 'region' : undefined}
        className={cn(
          'max-h-96 overflow-auto rounded-lg px-3.5 py-3 font-mono text-sm leading-relaxed whitespace-pre-wrap text-ink wrap-anywhere',
          copy && 'pr-12',
        )}
      >
        {text}
      </pre>
      {copy && (
        <CopyButton text={text} {...(label ? { label } : {})} className="absolute top-1.5 right-1.5 bg-sunken" />
      )}
    </div>
  );
}
