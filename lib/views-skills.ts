/** Skill packs as people see them. */
import type { SkillFile, SkillFinding } from '#lib/skill-text.ts';

/** `new`: nobody has read it. `changed`: what was uploaded last is not what was read. */
export type SkillStatus = 'new' | 'changed' | 'on' | 'off';

export type SkillSummary = {
  name: string;
  status: SkillStatus;
  description: string;
  /** Of the newest version: whoever switches it on names what he has read. */
  hash: string;
  readAt: string | null;
  versions: { hash: string; createdAt: string; createdBy: string }[];
  /** Flows with an agent that names it. */
  usedBy: { id: string; name: string }[];
};

export type SkillDetail = SkillSummary & {
  files: SkillFile[];
  findings: SkillFinding[];
  /** The version that was read before, where it is another one. */
  readFiles: SkillFile[] | null;
};
