const FORGET_MS = 60_000;

/** Hands a file over to the person, as a download. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Safari reads it only after the click is over.
  setTimeout(() => URL.revokeObjectURL(link.href), FORGET_MS);
}
