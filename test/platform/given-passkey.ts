import { randomUUID } from 'node:crypto';
import { passkeyText, recoverySecrets, recoveryText } from '#platform/passkeys.ts';
import { signText } from '#platform/signature.ts';
import { db } from '#prisma/client.ts';
import { authenticator, type Authenticator } from '../fakes/authenticator.ts';

/** A passkey that this person added. */
export async function givenPasskey(userId: string): Promise<Authenticator> {
  const device = authenticator();
  const row = { id: device.credentialId, userId, publicKey: device.publicKey, rpId: 'localhost' };
  await db().passkey.create({ data: { ...row, name: 'Key', signature: signText('passkey', passkeyText(row)) } });
  return device;
}

/** A recovery code of this person. */
export async function givenCode(userId: string, code: string): Promise<string> {
  const row = { id: randomUUID(), userId, hash: recoverySecrets(code, userId).hash };
  await db().recoveryCode.create({ data: { ...row, signature: signText('recovery', recoveryText(row)) } });
  return row.id;
}
