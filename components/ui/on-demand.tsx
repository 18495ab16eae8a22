'use client';
import { Slot } from 'radix-ui';
import { useEffect, useState, type ComponentType, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { toast } from '#components/ui/toast.ts';

type Panel<Props> = ComponentType<Props & { defaultOpen?: boolean }>;

/** Radix enters a menu at its first item only if it saw the key that opened it. */
function enterByKey() {
  const frame = requestAnimationFrame(() => {
    const menu = document.activeElement;
    if (menu?.getAttribute('role') !== 'menu') return;
    menu.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
  });
  return () => cancelAnimationFrame(frame);
}

function Opened<Props extends object>({
  panel: Shown,
  byKey,
  props,
}: {
  panel: Panel<Props>;
  byKey: boolean;
  props: Props;
}) {
  useEffect(() => (byKey ? enterByKey() : undefined), [byKey]);
  return <Shown {...props} defaultOpen />;
}

/**
 * A menu or popover whose code comes when it is first wanted: until then there is only its button.
 * The component that is loaded takes the button as its `children` too.
 */
export function onDemand<Props extends { children: ReactElement }>(
  popup: 'menu' | 'dialog',
  load: () => Promise<Panel<Props>>,
): ComponentType<Props> {
  return function OnDemand(props: Props) {
    const t = useTranslations('common.ui');
    const [opened, setOpened] = useState<{ panel: Panel<Props>; byKey: boolean } | null>(null);
    const fetchAhead = () => void load().catch(() => undefined);
    const open = (byKey: boolean) =>
      load().then(
        (panel) => setOpened({ panel, byKey }),
        () => toast.error(t('notLoaded')),
      );
    if (opened) return <Opened {...opened} props={props} />;
    const onKeyDown = (event: KeyboardEvent) => {
      if (popup !== 'menu' || event.key !== 'ArrowDown') return;
      event.preventDefault();
      void open(true);
    };
    return (
      <Slot.Root
        aria-haspopup={popup}
        aria-expanded={false}
        onPointerEnter={fetchAhead}
        onFocus={fetchAhead}
        onKeyDown={onKeyDown}
        // A click without a place is one by key.
        onClick={(event) => void open(popup === 'menu' && event.detail === 0)}
      >
        {props.children}
      </Slot.Root>
    );
  };
}

/** A dialog, made by `dynamic`, whose code comes when it first opens; it stays, so that it can close as it likes. */
export function whenOpen<Props extends { open: boolean }>(Dialog: ComponentType<Props>): ComponentType<Props> {
  return function WhenOpen(props: Props) {
    const [wanted, setWanted] = useState(props.open);
    if (props.open && !wanted) setWanted(true);
    return wanted ? <Dialog {...props} /> : null;
  };
}
