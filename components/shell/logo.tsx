import { cn } from '#components/ui/cn.ts';

/** Hearth's mark: an arch with an ember in it. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={cn('size-6 shrink-0', className)}>
      <path d="M4 20.5V12a8 8 0 0 1 16 0v8.5" className="stroke-ink" strokeWidth="2.1" strokeLinecap="round" />
      <path
        d="M12 10.2c.5 2 3.4 3.4 3.4 6.4a3.4 3.4 0 0 1-6.8 0c0-1.6.8-2.5 1.5-3.2.1.9.5 1.4 1 1.6-.1-1.9.2-3.4.9-4.8Z"
        className="fill-accent"
      />
    </svg>
  );
}

/** Mark and name. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 text-lg font-semibold tracking-tight text-ink', className)}>
      <LogoMark />
      Hearth
    </span>
  );
}
