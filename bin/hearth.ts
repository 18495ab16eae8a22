/** The command line of Hearth: works on the data folder of this machine, without a browser. */
import { Command } from 'commander';
import packageFile from '#package.json' with { type: 'json' };
import { addAccountCommands } from '#bin/cli/account.ts';
import { addApprovalCommands } from '#bin/cli/approval.ts';
import { addConnectionCommands } from '#bin/cli/connection.ts';
import { addFlowCommands } from '#bin/cli/flow.ts';
import { EXIT } from '#bin/cli/output.ts';
import { addRunCommands } from '#bin/cli/run.ts';
import { addSystemCommands } from '#bin/cli/system.ts';

const program = new Command('hearth').description(packageFile.description).version(packageFile.version);
addFlowCommands(program);
addRunCommands(program);
addApprovalCommands(program);
addConnectionCommands(program);
addAccountCommands(program);
addSystemCommands(program);

// Usage mistakes end with the same code as other input that cannot be used.
const strict = (command: Command): void => {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.invalid));
  command.commands.forEach((one) => strict(one));
};
strict(program);
await program.parseAsync();
