/** Looks that panels over the page share, apart from the libraries that open them. */

/** Menus and popovers. */
export const panelClasses =
  'z-50 rounded-lg border border-line bg-raised text-ink shadow-lg outline-none data-[state=open]:animate-pop';

/** The dimmed ground behind dialogs and sheets. */
export const overlayClasses = 'fixed inset-0 z-40 bg-shade data-[state=open]:animate-fade';
