/** What a person fills in with a decision, checked against what the flow asked for. */
import { isDecider, decidersText, isRefusal } from '#lib/approval.ts';
import { checkAnswers } from '#lib/form-schema.ts';
import { titleOfField, type Answers } from '#lib/form.ts';
import { Invalid } from '#lib/errors.ts';
import { jsonSize } from '#lib/value.ts';
import type { ApprovalRow } from '#platform/approval-rows.ts';
import { absentDecider } from '#platform/delegates.ts';
import { NotYours } from '#platform/errors.ts';
import type { SqlTx } from '#prisma/client.ts';

/** The answers travel with the run's state: all of them together, in bytes of JSON. */
const MOST_BYTES = 6 * 1024;

/** The answers as they are kept; null where the question asks for none. A no needs none. */
export function answersOf(row: ApprovalRow, given: { choice: string; answers?: Answers }): Answers | null {
  const { fields = [], buttons } = row.request;
  const answers = given.answers ?? {};
  if (fields.length === 0) {
    if (Object.keys(answers).length > 0) throw new Invalid('This question asks for nothing to be filled in.');
    return null;
  }
  const button = buttons.find(({ id }) => id === given.choice);
  const partial = button !== undefined && isRefusal(row.request, button);
  const checked = checkAnswers(fields, answers, { partial });
  if ('wrong' in checked) {
    const problems = Object.entries(checked.wrong).map(([name, message]) => ({ path: `answers.${name}`, message }));
    const names = Object.keys(checked.wrong).map((name) =>
      titleOfField(fields.find((f) => f.name === name) ?? { name }),
    );
    throw new Invalid(`Look again at: ${names.join(', ')}.`, problems);
  }
  if (jsonSize(checked.answers) > MOST_BYTES)
    throw new Invalid('The answers together are too long. Shorten the texts.');
  return checked.answers;
}

/** Every field of the question, empty: what there is to read when nobody filled anything in. */
export function emptyAnswers({ request: { fields = [] } }: ApprovalRow): Answers | undefined {
  if (fields.length === 0) return undefined;
  const empty = checkAnswers(fields, {}, { partial: true });
  return 'answers' in empty ? empty.answers : undefined;
}

/**
 * Throws unless the person is among those whom the author of the flow lets decide, or stands in for one of them on the
 * page. Gives whom he stands in for; null where it is his own to decide.
 */
export async function requireDecider(
  tx: SqlTx,
  row: ApprovalRow,
  { userId, via }: { userId: string; via: 'web' | 'token' | 'cli' },
): Promise<string | null> {
  const { deciders } = row.request;
  if (!deciders) return null;
  // Read here and now: a role that was taken away must not decide any more.
  const [person] = await tx.sql.all<{ role: string }>('SELECT "role" FROM "user" WHERE "id" = ?', [userId]);
  if (isDecider(row.request, { userId, role: person?.role ?? '' })) return null;
  const absent = via === 'web' ? await absentDecider(tx, row.request, userId) : null;
  if (absent) return absent.id;
  throw new NotYours(`This is for others to decide: ${decidersText(deciders)}.`);
}
