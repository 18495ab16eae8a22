// Loaded before the first paint, as a file, so that a strict Content-Security-Policy needs no exception.
(() => {
  const root = document.documentElement;
  const more = matchMedia('(prefers-contrast: more)');
  const apply = () => {
    let theme = null;
    try {
      theme = localStorage.getItem('hearth-theme');
    } catch {
      // Storage refused: the system's choice it is.
    }
    const chosen = theme === 'light' || theme === 'dark';
    if (chosen) root.dataset.theme = theme;
    else delete root.dataset.theme;
    root.toggleAttribute('data-contrast', theme === 'contrast' || (!chosen && more.matches));
  };
  apply();
  more.addEventListener('change', apply);
  addEventListener('hearth-theme', apply);
})();
