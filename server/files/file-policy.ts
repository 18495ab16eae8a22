/** Content-Security-Policy of files of runs: should a browser ever take one for a page, nothing in it runs or is fetched. */
export const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

// A viewer of PDF is a plug-in, and no browser starts one in a sandbox: the type and the first bytes are what holds here.
export const PDF_POLICY = "default-src 'none'; frame-ancestors 'self'";

/** Whether the address asks for a file to be shown in a frame of Hearth's own pages. */
export function asksToShow(address: string): boolean {
  return /^\/api\/files\/[0-9a-f]{32}\?(.*&)?show=1(&|$)/.test(address);
}
