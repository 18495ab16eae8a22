// Loaded before the first paint, as a file, so that a strict Content-Security-Policy needs no exception.
try {
  const theme = localStorage.getItem('hearth-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage refused: the system's choice it is.
}
