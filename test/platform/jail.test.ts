import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Invalid, Refused } from '#lib/errors.ts';
import { pathParts } from '#lib/relative-path.ts';
import { saveConnection } from '#platform/connections.ts';
import { env } from '#platform/env.ts';
import { checkedFolder } from '#platform/folder-rules.ts';
import { isThere, moveFile, putFile } from '#platform/jail-files.ts';
import { listFolder } from '#platform/jail-list.ts';
import { inJail } from '#platform/jail.ts';

let outside: string;
let folder: string;

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'hearth-outside-'));
  folder = join(outside, 'folder');
  await mkdir(join(folder, 'sub'), { recursive: true });
  await writeFile(join(outside, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'a.txt'), 'inside');
  return () => rm(outside, { recursive: true, force: true });
});

function read(path: string): Promise<string> {
  return inJail(folder, async (jail) => (await (await jail.open(await jail.place(path))).readFile()).toString());
}

function write(path: string, text: string, make = true): Promise<void> {
  return inJail(folder, async (jail) => putFile(await jail.place(path, { make }), Buffer.from(text)));
}

describe('a path within a folder', () => {
  it.each(['a.txt', 'sub/b.txt', '.hidden', 'größe.txt', 'a b (1).pdf', 'x..y', '10:30.log'])('may be %s', (path) => {
    expect(pathParts(path)).not.toBeNull();
  });

  it.each([
    ...['', '/', '/etc/passwd', '..', '../secret.txt', 'sub/../../secret.txt', './a.txt', 'sub//b', 'sub/', 'a\\b'],
    ...[
      'a\0b',
      'a\nb',
      'evil\u202etxt.exe',
      'a.',
      'a ',
      ' a',
      '.hearth-1.part',
      'x'.repeat(256),
      'a/'.repeat(50) + 'a',
    ],
  ])('is never %j', async (path) => {
    expect(pathParts(path)).toBeNull();
    await expect(read(path)).rejects.toThrow(Invalid);
  });

  it('is the same however its accents are written', async () => {
    await writeFile(join(folder, 'gro\u0308\u00dfe.txt'), 'stored in two pieces');
    expect(await read('gr\u00f6\u00dfe.txt')).toBe('stored in two pieces');
    await write('gr\u00f6\u00dfe.txt', 'new');
    expect((await readdir(folder)).filter((name) => name.startsWith('gr'))).toEqual(['gro\u0308\u00dfe.txt']);
  });
});

describe('links', () => {
  it('are not followed, at the end of a path or in it', async () => {
    await symlink(join(outside, 'secret.txt'), join(folder, 'link.txt'));
    await symlink(outside, join(folder, 'out'));
    await symlink('a.txt', join(folder, 'within.txt'));
    for (const path of ['link.txt', 'out/secret.txt', 'within.txt']) await expect(read(path)).rejects.toThrow(Refused);
    for (const path of ['link.txt', 'out/new.txt', 'out/deep/new.txt']) {
      await expect(write(path, 'x')).rejects.toThrow(Refused);
    }
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
    expect(await readdir(outside)).toEqual(['folder', 'secret.txt']);
  });

  it('are not listed', async () => {
    await symlink(outside, join(folder, 'out'));
    await symlink(join(outside, 'secret.txt'), join(folder, 'link.txt'));
    const ask = { path: '', deep: true, ending: '', limit: 100 };
    const { entries } = await inJail(folder, (jail) => listFolder(jail, ask));
    expect(entries.map((entry) => entry.path)).toEqual(['a.txt', 'sub']);
  });

  it('put in the place of a folder while a step works lead nowhere', async () => {
    await inJail(folder, async (jail) => {
      const place = await jail.place('sub/new.txt');
      await rename(join(folder, 'sub'), join(folder, 'moved'));
      await symlink(outside, join(folder, 'sub'));
      await putFile(place, Buffer.from('written'));
    });
    expect(await readdir(outside)).toEqual(['folder', 'secret.txt']);
    expect(await readFile(join(folder, 'moved', 'new.txt'), 'utf8')).toBe('written');
  });

  it('put in the place of a file while a step works are refused', async () => {
    await inJail(folder, async (jail) => {
      const place = await jail.place('a.txt');
      await rm(join(folder, 'a.txt'));
      await symlink(join(outside, 'secret.txt'), join(folder, 'a.txt'));
      await expect(jail.open(place)).rejects.toThrow();
      await expect(isThere(place)).rejects.toThrow(Refused);
      await expect(putFile(place, Buffer.from('x'))).rejects.toThrow(Refused);
    });
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
  });

  it('swapped in and out all the time never let anything out', async () => {
    let going = true;
    const swapping = (async () => {
      while (going) {
        await rename(join(folder, 'sub'), join(folder, 'aside'));
        await symlink(outside, join(folder, 'sub'));
        await rm(join(folder, 'sub'));
        await rename(join(folder, 'aside'), join(folder, 'sub'));
      }
    })();
    const seen = new Set<string>();
    for (let count = 0; count < 300; count += 1) {
      await read('sub/secret.txt').then(
        (text) => seen.add(text),
        () => {},
      );
      await write(`sub/out-${count}.txt`, 'x', false).catch(() => {});
    }
    going = false;
    await swapping;
    expect([...seen]).toEqual([]);
    expect((await readdir(outside)).filter((name) => name.startsWith('out-'))).toEqual([]);
  });
});

describe('what is no ordinary file', () => {
  it('is not read, waited for or written over', async () => {
    execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe')]);
    for (const path of ['pipe', 'sub']) {
      await expect(read(path)).rejects.toThrow(Refused);
      await expect(write(path, 'x')).rejects.toThrow(Refused);
    }
  });
});

describe('a file', () => {
  it('is written whole, and no draft is left when that fails', async () => {
    await write('deep/er/b.txt', 'one');
    await write('deep/er/b.txt', 'two');
    expect(await readFile(join(folder, 'deep/er/b.txt'), 'utf8')).toBe('two');
    await expect(write('sub', 'x')).rejects.toThrow(Refused);
    expect(await readdir(join(folder, 'deep/er'))).toEqual(['b.txt']);
    expect(await readdir(folder)).toEqual(['a.txt', 'deep', 'sub']);
  });

  it('is not written beside one that differs in its case only', async () => {
    for (const path of ['A.txt', 'SUB/b.txt']) await expect(write(path, 'x')).rejects.toThrow('already');
    expect(await readdir(folder)).toEqual(['a.txt', 'sub']);
  });

  it('never takes the place of another when it is moved', async () => {
    await write('b.txt', 'other');
    const moving = inJail(folder, async (jail) => moveFile(await jail.place('a.txt'), await jail.place('b.txt')));
    await expect(moving).rejects.toThrow('already');
    expect([await read('a.txt'), await read('b.txt')]).toEqual(['inside', 'other']);
  });
});

describe('a folder for flows', () => {
  it('is none of the system, of Hearth, of whole homes or of hidden ones', async () => {
    const hidden = await mkdtemp(join(homedir(), '.hearth-test-'));
    const { dataDir } = env();
    const places = ['/', '/etc', '/proc/self', '/usr/share', '/dev', homedir(), dirname(homedir()), hidden];
    try {
      for (const path of [...places, dataDir, dirname(dataDir), process.cwd(), join(process.cwd(), 'docs')]) {
        await expect(checkedFolder(path), path).rejects.toThrow(Invalid);
      }
    } finally {
      await rm(hidden, { recursive: true });
    }
    expect(await checkedFolder(folder)).toContain('folder');
  });

  it('is judged by where it really is', async () => {
    await symlink('/etc', join(outside, 'harmless'));
    await expect(checkedFolder(join(outside, 'harmless'))).rejects.toThrow('belongs to the system');
  });

  it('is checked when the connection is saved', async () => {
    const connection = { name: 'F', type: 'folder', secrets: {}, by: 'system' };
    await expect(saveConnection({ ...connection, config: { path: '/etc' } })).rejects.toThrow('system');
    await expect(saveConnection({ ...connection, config: { path: join(folder, 'none') } })).rejects.toThrow(
      'no folder',
    );
    await saveConnection({ ...connection, config: { path: folder } });
  });
});
