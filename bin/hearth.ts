/** The command line of Hearth: works on the data folder of this machine, without a browser. */
import { processIo } from '#bin/cli/io.ts';
import { runCli } from '#bin/cli/program.ts';

process.exitCode = await runCli(process.argv.slice(2), processIo());
