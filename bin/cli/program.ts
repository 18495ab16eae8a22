import { Command, CommanderError } from 'commander';
import packageFile from '#package.json' with { type: 'json' };
import { addAccountCommands } from '#bin/cli/account.ts';
import { addApprovalCommands } from '#bin/cli/approval.ts';
import { addAuditCommands } from '#bin/cli/audit.ts';
import { addChatCommands } from '#bin/cli/chat.ts';
import { addConnectionCommands } from '#bin/cli/connection.ts';
import { addCommandList } from '#bin/cli/command-list.ts';
import { addFlowCommands } from '#bin/cli/flow.ts';
import { addIncidentCommands } from '#bin/cli/incident.ts';
import type { Io } from '#bin/cli/io.ts';
import { addKeyCommands } from '#bin/cli/key.ts';
import { addLoginCommands } from '#bin/cli/login.ts';
import { EXIT } from '#bin/cli/output.ts';
import { addMcpCommands } from '#bin/cli/mcp.ts';
import { addModelCommands } from '#bin/cli/models.ts';
import { addSkillCommands } from '#bin/cli/skills.ts';
import { addPeopleCommands } from '#bin/cli/people.ts';
import { addPolicyCommands } from '#bin/cli/policy.ts';
import { addRunCommands } from '#bin/cli/run.ts';
import { addSystemCommands } from '#bin/cli/system.ts';
import { addMemoryCommands } from '#bin/cli/memory.ts';
import { addUsageCommands } from '#bin/cli/usage.ts';
import { addVariableCommands } from '#bin/cli/variables.ts';

/** Every command there is: what is run, and what the test of the guide reads. */
export function cliProgram(io: Io): Command {
  const program = new Command('hearth').description(packageFile.description).version(packageFile.version);
  for (const add of [
    addLoginCommands,
    addFlowCommands,
    addRunCommands,
    addChatCommands,
    addApprovalCommands,
    addConnectionCommands,
    addMcpCommands,
    addModelCommands,
    addSkillCommands,
    addVariableCommands,
    addMemoryCommands,
    addAccountCommands,
    addPeopleCommands,
    addAuditCommands,
    addKeyCommands,
    addIncidentCommands,
    addPolicyCommands,
    addUsageCommands,
    addSystemCommands,
  ]) {
    add(program, io);
  }
  addCommandList(program, io);
  hold(program, io);
  return program;
}

/** Carries out one command line and gives its exit code. */
export async function runCli(args: string[], io: Io): Promise<number> {
  const program = cliProgram(io);
  try {
    await program.parseAsync(args, { from: 'user' });
    return io.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help was shown, or the line made no sense: the latter ends like other input that cannot be used.
    return error.exitCode === 0 ? EXIT.ok : EXIT.invalid;
  }
}

/** Keeps commander from ending the process and from writing past `io`. */
function hold(command: Command, io: Io): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => void io.stdout.write(text),
    writeErr: (text) => void io.stderr.write(text),
  });
  command.commands.forEach((one) => hold(one, io));
}
