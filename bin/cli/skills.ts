import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { createPatch } from 'diff';
import { Invalid } from '#lib/errors.ts';
import { spelledOut, type SkillFile } from '#lib/skill-text.ts';
import type { SkillDetail, SkillSummary } from '#lib/views-skills.ts';
import { act } from '#bin/cli/act.ts';
import { at } from '#bin/cli/api.ts';
import { placeOf } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { table } from '#bin/cli/output.ts';

/** `hearth skills …` */
export function addSkillCommands(program: Command, io: Io): void {
  const skills = program.command('skills').description('skill packs: texts that agents may read');
  addReading(skills, io);

  const upload = skills
    .command('upload <file>')
    .description('take in a .zip or a SKILL.md; it is off until it is read');
  act<object, [string]>(io, upload, async ({ api }, file) => {
    const bytes = await readFile(placeOf(io, file)).catch((cause: Error) => {
      throw new Invalid(`Cannot read ${file}: ${cause.message}`);
    });
    const data = await api.send<SkillDetail>('POST /skills', { data: bytes.toString('base64') });
    return { data, lines: [...linesOf([data]), `Read it: hearth skills read ${data.name}`] };
  });

  const enable = skills.command('enable <name>').description('switch a pack on, as it was read');
  enable.requiredOption('--read <hash>', 'what "skills read" showed');
  act<{ read: string }, [string]>(io, enable, async ({ api, read }, name) => {
    const data = await api.send<SkillDetail>(`PATCH ${at`/skills/${name}`}`, { on: true, read });
    return { data, lines: linesOf([data]) };
  });

  const disable = skills.command('disable <name>').description('switch a pack off');
  act<object, [string]>(io, disable, async ({ api }, name) => {
    const data = await api.send<SkillDetail>(`PATCH ${at`/skills/${name}`}`, { on: false });
    return { data, lines: linesOf([data]) };
  });

  const remove = skills.command('delete <name>').description('delete a pack with all of its versions');
  act<object, [string]>(io, remove, async ({ api }, name) => {
    const data = await api.send<{ name: string }>(`DELETE ${at`/skills/${name}`}`);
    return { data, lines: ['It is deleted'] };
  });
}

function addReading(skills: Command, io: Io): void {
  const list = skills.command('list').description('the packs there are, and which are on');
  act<object, []>(io, list, async ({ api }) => {
    const { items } = await api.get<{ items: SkillSummary[] }>('/skills');
    return { data: items, lines: linesOf(items) };
  });

  const read = skills.command('read <name>').description('all texts of a pack, what to look at twice, and its hash');
  act<object, [string]>(io, read, async ({ api }, name) => {
    const data = await api.get<SkillDetail>(at`/skills/${name}`);
    const findings = data.findings.map(({ file, line, kind, excerpt }) => [
      kind,
      `${spelledOut(file)}:${line}`,
      excerpt,
    ]);
    const seen = findings.length > 0 ? ['', 'Look twice at:', ...table(findings)] : [];
    return { data, lines: [...textLines(data), ...changeLines(data), ...seen, '', `Hash: ${data.hash}`] };
  });
}

function textLines({ files }: SkillDetail): string[] {
  return files.flatMap(({ path, text }) => [`===== ${path}`, spelledOut(text)]);
}

/** What is otherwise than in the version that was read. */
function changeLines({ readFiles, files }: SkillDetail): string[] {
  if (!readFiles) return [];
  const textIn = (list: SkillFile[], path: string) => spelledOut(list.find((file) => file.path === path)?.text ?? '');
  const paths = [...new Set([...readFiles, ...files].map(({ path }) => path))];
  const changed = paths.filter((path) => textIn(readFiles, path) !== textIn(files, path));
  return [
    '',
    'Changed since it was read:',
    ...changed.map((path) => createPatch(path, textIn(readFiles, path), textIn(files, path))),
  ];
}

function linesOf(items: SkillSummary[]): string[] {
  const rows = items.map(({ name, status, usedBy, hash }) => [name, status, String(usedBy.length), hash.slice(0, 12)]);
  return table([['PACK', 'STATUS', 'FLOWS', 'OFFERED'], ...rows]);
}
