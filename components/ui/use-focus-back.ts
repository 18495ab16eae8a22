import { useRef } from 'react';

type Handlers = { onOpenAutoFocus?: (event: Event) => void; onCloseAutoFocus?: (event: Event) => void };

/** Gives the focus back to what had it when a window opened: Radix does so only for a trigger of its own. */
export function useFocusBack({ onOpenAutoFocus, onCloseAutoFocus }: Handlers): Required<Handlers> {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: (event) => {
      opener.current = openerOf(document.activeElement);
      onOpenAutoFocus?.(event);
    },
    onCloseAutoFocus: (event) => {
      onCloseAutoFocus?.(event);
      if (event.defaultPrevented || !opener.current?.isConnected) return;
      event.preventDefault();
      opener.current.focus({ preventScroll: true });
    },
  };
}

/** A menu is gone by then: the button that it belongs to stands for it. */
function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role="menu"]');
  const owner = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : element;
  return owner instanceof HTMLElement && owner !== document.body ? owner : null;
}
