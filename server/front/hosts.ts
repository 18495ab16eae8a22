const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a Host header names this Hearth. A page of another site that makes its own name point to 127.0.0.1 (DNS
 * rebinding) is stopped here, since the browser still sends that name.
 */
export function isOwnHost(header: string | undefined, publicUrl: string): boolean {
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header) || !URL.canParse(`http://${header}`)) return false;
  const { hostname } = new URL(`http://${header}`);
  return [...LOCAL_NAMES, new URL(publicUrl).hostname].includes(hostname);
}
