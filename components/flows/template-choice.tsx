import type { ReactNode } from 'react';

export type ChoiceProps = {
  icon: ReactNode;
  title: string;
  help: string;
  disabled: boolean;
  onChoose: () => void;
  children?: ReactNode;
};

/** One way to begin a flow. */
export function Choice({ icon, title, help, disabled, onChoose, children }: ChoiceProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onChoose}
      className="flex w-full cursor-pointer items-start gap-3 rounded-lg border border-line bg-surface p-3.5 text-left transition-colors duration-150 hover:border-line-hover hover:bg-sunken disabled:cursor-wait disabled:opacity-60"
    >
      <span className="grid size-8 shrink-0 place-items-center rounded-md bg-sunken text-ink-faint [&_svg]:size-4">
        {icon}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium wrap-anywhere">{title}</span>
        <span className="mt-0.5 line-clamp-3 block text-sm text-ink-soft wrap-anywhere">{help}</span>
        {children}
      </span>
    </button>
  );
}
