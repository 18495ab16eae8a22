import { describe, expect, it } from 'vitest';
import { putBlob } from '#platform/blobs.ts';
import { handleFile } from '#server/files/handle-file.ts';
import { asksToShow } from '#server/files/file-policy.ts';
import { addPerson, request, signIn, tokenOf } from './house.ts';

const viewer = await addPerson('viewer');
const cookie = await signIn(viewer.email);

async function served(
  body: string,
  contentType: string,
  query = '',
): Promise<{ headers: Headers; text: string; status: number }> {
  const { ref } = await putBlob({ runId: 'run', bytes: Buffer.from(body), contentType });
  const response = await handleFile(request(`/api/files/${ref}${query}`, { headers: { cookie } }));
  return { headers: response.headers, text: await response.text(), status: response.status };
}

const HTML = '<!doctype html><script>parent.stolen = document.cookie</script><img src="http://evil.test/x.png">';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="http://evil.test/x"/></svg>';

describe('a file of a run', () => {
  it.each([
    ['a page with a script', HTML, 'text/html; charset=utf-8', 'application/octet-stream'],
    ['a page as XHTML', HTML, 'application/xhtml+xml', 'application/octet-stream'],
    ['a script', 'alert(1)', 'text/javascript', 'application/octet-stream'],
    ['XML with a style', '<?xml-stylesheet href="x.xsl"?><a/>', 'text/xml', 'application/octet-stream'],
    ['a drawing with a script', SVG, 'image/svg+xml', 'image/svg+xml'],
    ['a page that calls itself a PDF', HTML, 'application/pdf', 'application/octet-stream'],
    ['a page that calls itself a picture', HTML, 'image/png', 'image/png'],
    ['a kind with a second line', HTML, 'image/png\r\ncontent-type: text/html', 'application/octet-stream'],
    ['no kind at all', HTML, '', 'application/octet-stream'],
  ])('is only to be saved, and never a page: %s', async (...[, body, contentType, as]) => {
    for (const query of ['', '?show=1']) {
      const { headers, text } = await served(body, contentType, query);
      expect(headers.get('content-type')).toBe(as);
      expect(headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(text).toBe(body);
    }
  });

  it('may show in a frame of ours if it truly is a PDF, and only when asked', async () => {
    const asked = await served('%PDF-1.7 …', 'application/pdf', '?show=1');
    expect(asked.headers.get('content-disposition')).toMatch(/^inline;/);
    expect(asked.headers.get('content-type')).toBe('application/pdf');
    expect(asked.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'self'");
    expect((await served('%PDF-1.7 …', 'application/pdf')).headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  it.each([
    ['turned around', 'invoice\u202Efdp.exe', 'application/pdf', 'invoice_fdp.exe.pdf'],
    ['a path', '../../etc/passwd', 'text/plain', '_.._etc_passwd.txt'],
    ['a header', 'a"\r\nset-cookie: x=1', 'image/png', 'a___set-cookie_ x=1.png'],
    ['hidden', '.bash\u200Brc', 'application/zip', 'bash_rc'],
    ['empty', '', 'image/jpeg', 'file.jpg'],
    ['very long', 'x'.repeat(5000), 'application/zip', 'x'.repeat(120)],
  ])('has a name that is only a name: %s', async (...[, name, contentType, as]) => {
    const { headers } = await served('%PDF-', contentType, `?name=${encodeURIComponent(name)}`);
    const disposition = headers.get('content-disposition') ?? '';
    expect(decodeURIComponent(/filename\*=UTF-8''(\S+)$/.exec(disposition)?.[1] ?? '')).toBe(as);
    expect(disposition).not.toMatch(/[\r\n]/);
  });

  it('keeps a name in letters of the world', async () => {
    const { headers } = await served('x', 'application/zip', `?name=${encodeURIComponent('Übersicht (1) 請求.zip')}`);
    const disposition = headers.get('content-disposition') ?? '';
    expect(disposition).toContain('filename="_bersicht (1) __.zip"');
    expect(disposition).toContain("filename*=UTF-8''%C3%9Cbersicht%20%281%29%20%E8%AB%8B%E6%B1%82.zip");
  });
});

describe('who may have a file', () => {
  it('is whoever may look at runs, and nobody else', async () => {
    const { ref } = await putBlob({ runId: 'run', bytes: Buffer.from('x'), contentType: 'text/plain' });
    const status = async (headers: Record<string, string>) =>
      (await handleFile(request(`/api/files/${ref}`, { headers }))).status;
    expect(await status({})).toBe(401);
    expect(await status({ cookie })).toBe(200);
    expect(await status({ authorization: 'Bearer wrong' })).toBe(401);
    const owner = await addPerson('owner');
    expect(await status({ authorization: `Bearer ${await tokenOf(owner, ['run'])}` })).toBe(403);
    expect(await status({ authorization: `Bearer ${await tokenOf(owner, ['view'])}` })).toBe(200);
  });

  it('gets files of runs only', async () => {
    const { ref } = await putBlob({ runId: null, bytes: Buffer.from('x'), contentType: 'text/plain' });
    const status = async (path: string) =>
      (await handleFile(request(`/api/files/${path}`, { headers: { cookie } }))).status;
    expect(await status(ref)).toBe(404);
    expect(await status('0'.repeat(32))).toBe(404);
    expect(await status('..%2Fkeys')).toBe(400);
  });
});

it('only the exact address of a file asks to be framed', () => {
  const ref = 'a'.repeat(32);
  expect([`/api/files/${ref}?show=1`, `/api/files/${ref}?name=x&show=1`].map(asksToShow)).toEqual([true, true]);
  const others = [
    `/api/files/${ref}`,
    `/api/files/${ref}?show=11`,
    `/api/files/x?show=1`,
    '/api/trpc/x?show=1',
    '/?a=/api/files/?show=1',
  ];
  expect(others.filter(asksToShow)).toEqual([]);
});
