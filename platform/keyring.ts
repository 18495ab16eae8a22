/** The keyring of the desktop, through the program that the system has for it: what is in it opens with the person's session. */
import { execFileSync } from 'node:child_process';
import { Invalid } from '#lib/errors.ts';

const LABEL = 'Hearth';
const [SERVICE, ACCOUNT] = ['hearth', 'key'];
/** A locked keyring asks the person first. */
const LONGEST_MS = 120_000;

/** What Hearth keeps in it; null: nothing. Throws `Invalid` where there is no keyring. */
export function readKeyring(): Buffer | null {
  const [program, args] = isMac()
    ? ['security', ['find-generic-password', '-s', SERVICE, '-a', ACCOUNT, '-w']]
    : ['secret-tool', ['lookup', 'service', SERVICE, 'account', ACCOUNT]];
  const text = run(program, { args, orNull: true });
  return text === null || text === '' ? null : Buffer.from(text, 'base64url');
}

/** Keeps this there, in place of what was there. The secret goes in where no list of processes shows it. */
export function writeKeyring(secret: Buffer): void {
  const text = secret.toString('base64url');
  if (isMac())
    run('security', { args: ['-i'], input: `add-generic-password -U -s ${SERVICE} -a ${ACCOUNT} -w ${text}\n` });
  else run('secret-tool', { args: ['store', `--label=${LABEL}`, 'service', SERVICE, 'account', ACCOUNT], input: text });
  if (!readKeyring()?.equals(secret)) throw new Invalid(`The keyring did not keep the key. ${HELP}`);
}

const HELP = isMac()
  ? 'Unlock the login keychain and try again.'
  : 'It takes secret-tool (Debian: libsecret-tools) and an unlocked keyring, such as that of GNOME or KDE, in this session.';

function run(program: string, { args, input = '', orNull = false }: Call): string | null {
  try {
    const options = { input, timeout: LONGEST_MS, stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] };
    return execFileSync(program, args, options).toString().trim();
  } catch (error) {
    const { status, stderr } = error as { status?: number | null; stderr?: Buffer };
    const said = stderr?.toString().trim() ?? '';
    // Both say so where nothing is kept: with a number of its own, or in silence.
    if (orNull && (status === 44 || (status === 1 && said === ''))) return null;
    throw new Invalid(`The keyring of this desktop cannot be used${said === '' ? '' : `: ${said}`}. ${HELP}`);
  }
}

type Call = { args: string[]; input?: string; orNull?: boolean };

function isMac(): boolean {
  return process.platform === 'darwin';
}
