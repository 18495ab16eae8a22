import { z } from 'zod';
import { Flow, JsonValue } from '#lib/flow.ts';
import { MOST_IN_BATCH, MOST_SAME } from '#lib/approval-together.ts';
import { MANY_ACTS, TAG_TONES } from '#lib/views-flows.ts';
import { INVITE_ROLES, ROLES } from '#lib/views-people.ts';

/** Inputs that tRPC, REST and the CLI have in common. */
export const Id = z.string().min(1).max(200);
export const ById = z.strictObject({ id: Id });
export const FileVersionFilter = z.strictObject({
  runId: Id.optional(),
  words: z.string().trim().max(200).optional(),
  before: Id.optional(),
});
export const Name = z.string().trim().min(1, 'Give it a name.').max(120);
export const Reason = z.string().trim().max(2000);
export const RightName = z.enum(['view', 'edit', 'run', 'approve', 'admin']);
/** Of a query, where everything is text */
const Flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .or(z.boolean());
export const Page = {
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(200).optional(),
};

export const NewOwner = z.strictObject({
  name: Name,
  email: z.email('This is not an email address.').max(200),
  password: z.string().min(10, 'Use at least 10 characters.').max(128, 'Use at most 128 characters.'),
});
export const SetupInput = NewOwner.extend({
  code: z.string().min(1, 'Enter the set-up code from the terminal.').max(100),
});
export const Joining = NewOwner.extend({
  code: z.string().min(1, 'Enter the code you were given.').max(100),
});
/** A week at most: a code that lies about longer is a door left open. */
export const NewInvite = z.strictObject({
  role: z.enum(INVITE_ROLES),
  note: z.string().trim().max(120).default(''),
  hours: z.number().int().min(1).max(168, 'An invite is valid for seven days at most.').default(48),
});
export const PersonRole = z.strictObject({ id: Id, role: z.enum(ROLES) });

export const RunStatusName = z.enum(['queued', 'running', 'waiting', 'done', 'failed', 'stopped']);
export const Mode = z.enum(['test', 'production']);
const Moment = z.iso.datetime({ offset: true });
/** Which runs. `trigger`: the type of what started them; `text`: in the flow's name, the error or the id. */
const WhichRuns = z.strictObject({
  flowId: Id.optional(),
  status: RunStatusName.optional(),
  trigger: z.string().max(60).optional(),
  mode: Mode.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  text: z.string().trim().max(200).optional(),
});
export const RunFilter = WhichRuns.extend(Page);
/** The runs of a filter, or of them only those that were picked. */
const PickedRuns = WhichRuns.extend({ ids: z.array(Id).min(1).max(500).optional() });
/** From what failed, from the start, or from one step. */
const RetryFrom = z.union([z.enum(['failed', 'start']), z.strictObject({ step: Id })]);
const RetryHow = {
  from: RetryFrom.default('start'),
  version: z.enum(['original', 'current']).default('original'),
};
export const RetryPreview = z.strictObject(RetryHow);
/** `again`: the effects that may happen once more, or all of them. */
export const Retry = z.strictObject({
  ...RetryHow,
  again: z.union([z.literal(true), z.array(Id).max(1000)]).optional(),
});
export const RetryMany = z.strictObject({
  /** Without a status: those that failed; of picked ones also those that were stopped. */
  filter: PickedRuns.extend({ status: z.enum(['failed', 'stopped']).optional() }).prefault({}),
  from: z.enum(['failed', 'start']).default('failed'),
  version: RetryHow.version,
  /** The effects that may happen once more, or all of them. */
  again: z.union([z.literal(true), z.array(Id).max(5000)]).optional(),
  /** Only say what would be done. */
  dryRun: z.boolean().default(false),
  cursor: Page.cursor,
});
export const CancelMany = z.strictObject({
  /** Without a status: all that have not ended. */
  filter: PickedRuns.extend({ status: z.enum(['queued', 'running', 'waiting']).optional() }).prefault({}),
  reason: Reason.optional(),
  /** Only say how many. */
  dryRun: z.boolean().default(false),
  cursor: Page.cursor,
});
export const NewSavedFilter = z.strictObject({
  list: z.enum(['runs']),
  name: Name,
  query: z.string().max(1000),
});

/** One step of a draft, what leads to it, or what follows. `runId`: the run whose results are gone on from. */
export const PartOfFlow = z.strictObject({
  id: Id,
  node: Id,
  how: z.enum(['step', 'until', 'from']),
  runId: Id.optional(),
  input: JsonValue.optional(),
});
/** A parameter as it is drawn; longer ones are shown by running the step. */
export const EvaluateField = z.strictObject({
  id: Id,
  node: Id,
  value: z.string().max(20_000),
  runId: Id.optional(),
});

export const ApprovalStatusName = z.enum(['waiting', 'decided', 'expired', 'cancelled']);
export const ApprovalFilter = z.strictObject({
  status: ApprovalStatusName.optional(),
  flowId: Id.optional(),
  /** Only what the caller may decide */
  mine: Flag.optional(),
  /** Without the questions of flows that ask unusually often: they are shown as one */
  calm: Flag.optional(),
  /** The same action that several runs wait for is one */
  joined: Flag.optional(),
  ...Page,
});
/** The flow whose questions all get a no. */
export const Flooding = z.strictObject({ flowId: Id, reason: Reason.optional() });
export const Decision = z.strictObject({
  choice: z.string().min(1).max(60),
  reason: Reason.optional(),
  args: z.record(z.string().max(60), JsonValue).optional(),
  answers: z.record(z.string().max(60), JsonValue).optional(),
});
const Signed = z.base64url().min(1);
const ByPasskey = z.strictObject({
  kind: z.literal('passkey'),
  credentialId: Signed.max(2000),
  clientDataJSON: Signed.max(4000),
  authenticatorData: Signed.max(4000),
  signature: Signed.max(4000),
});
const ByCode = z.strictObject({ kind: z.literal('recovery'), code: z.string().min(1).max(60) });
/** What shows that a person is there: a passkey or a recovery code. */
export const OwnProof = z.discriminatedUnion('kind', [ByPasskey, ByCode]);
const Typed = { typed: z.string().max(200) };
/** What allows something critical: the part that is typed again as well. */
const DecisionProof = z.discriminatedUnion('kind', [ByPasskey.extend(Typed), ByCode.extend(Typed)]);

const ReadMs = z.number().int().min(0).max(2_147_483_647).optional();
/** `proof`: for what is critical. `readMs`: how long it was on the screen, for the owner's figures: nothing is decided by it. */
export const OnPage = Decision.extend({
  id: Id,
  proof: DecisionProof.optional(),
  readMs: ReadMs,
  /** Other runs that wait for the very same action, as the page showed them */
  also: z.array(Id).max(MOST_SAME).optional(),
});
/** Alike requests that were read in one window. */
export const Batch = z.strictObject({
  ids: z.array(Id).min(2).max(MOST_IN_BATCH),
  choice: z.enum(['approve', 'deny']),
  reason: Reason.optional(),
  readMs: ReadMs,
});

const Fields = z.record(z.string().max(60), JsonValue);
const Secrets = z.record(z.string().max(60), z.string().max(20_000));
export const NewConnection = z.strictObject({
  name: Name,
  type: z.string().min(1).max(60),
  config: Fields,
  secrets: Secrets,
});
/** A secret that is left out stays as it is; an empty one is removed. */
export const ConnectionChange = z.strictObject({
  name: Name.optional(),
  config: Fields.optional(),
  secrets: Secrets.optional(),
});

export const NewContact = z.strictObject({
  name: Name,
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Use a kind such as mail or host.'),
  address: z.string().trim().min(1).max(300),
});
export const NewPairing = z.strictObject({ connectionId: Id, name: Name, role: z.enum(['owner', 'guest']) });
export const ChatTrust = z.strictObject({ id: Id, trusted: z.boolean() });
export const NewToken = z.strictObject({
  name: Name,
  scopes: z.array(RightName).min(1, 'Choose at least one right.').max(5),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});

export const AuditFilter = z.strictObject({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  /** Words in the subject or the details */
  subject: z.string().trim().max(200).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  cursor: z.coerce.number().int().min(1).optional(),
});

export const IncidentSince = z.strictObject({ since: Moment, limit: z.number().int().min(1).max(10_000).optional() });
export const IncidentBegin = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** Names of variables, counters and lists of what was seen. */
export const SharedName = z.string().min(1).max(60);
export const ByName = z.strictObject({ name: SharedName });
export const VariableFilter = z.strictObject({
  search: z.string().trim().max(200).optional(),
  limit: Page.limit,
  cursor: SharedName.optional(),
});
/** `updatedAt`: of the value that is replaced, null for none; without it whatever is there is replaced. */
export const VariableChange = z.strictObject({
  name: SharedName,
  value: JsonValue,
  updatedAt: z.iso.datetime().nullish(),
});

export const StopScope = z
  .string()
  .max(200)
  .regex(/^(global|flow:[^\s:]+|tool:[a-z][\w.-]*)$/i, 'Use global, flow:<id> or tool:<type>.');
/** `park`: runs wait until the release. `cancel`: they are stopped for good. */
export const StopMode = z.enum(['park', 'cancel']);
export const Stop = z.strictObject({ scope: StopScope, reason: Reason.optional(), mode: StopMode.default('park') });

export const SchedulePreview = z.strictObject({
  cron: z.string().max(200).optional(),
  every: z.string().max(20).optional(),
  timezone: z.string().max(80).optional(),
});

/** What people call a version, and why they made it; empty takes it away. */
export const VersionNaming = {
  name: z.string().trim().max(80, 'Use at most 80 characters.').optional(),
  note: z.string().trim().max(2000).optional(),
};
export const NameVersion = z.strictObject(VersionNaming);
/** Why a flow may be published in spite of errors of the lint. */
const InSpite = { reason: z.string().trim().min(10, 'Say why, in at least 10 characters.').max(2000).optional() };
export const PublishFlow = z.strictObject({ ...VersionNaming, ...InSpite });
/** A number, or the id of what a test run used. */
const VersionName = z.string().min(1).max(200);
export const OneVersion = z.strictObject({ flowId: Id, version: VersionName });
const Revision = z.number().int().min(1);
export const RollBack = z.strictObject({
  version: z.union([Revision, VersionName]).transform(String),
  /** Only if nobody saved the draft since. */
  revision: Revision.optional(),
  ...VersionNaming,
  ...InSpite,
});

/** Most flows that one call acts on. */
const FlowIds = z.array(Id).min(1).max(5000);
const FolderName = z.string().trim().min(1, 'Give it a name.').max(60);
const TagName = z.string().trim().min(1, 'Give it a name.').max(40);
const Parent = Id.nullable();
export const NewFolder = z.strictObject({ name: FolderName, parentId: Parent.optional() });
export const FolderChange = z.strictObject({ id: Id, name: FolderName.optional(), parentId: Parent.optional() });
export const MoveFlows = z.strictObject({ ids: FlowIds, folderId: Parent });
export const NewTag = z.strictObject({ name: TagName, tone: z.enum(TAG_TONES).optional() });
export const TagChange = z.strictObject({ id: Id, name: TagName.optional(), tone: z.enum(TAG_TONES).optional() });
export const TagFlows = z.strictObject({
  ids: FlowIds,
  add: z.array(Id).max(200).optional(),
  remove: z.array(Id).max(200).optional(),
});
export const ManyFlows = z.strictObject({ ids: FlowIds, act: z.enum(MANY_ACTS) });
/** Names of a folder and of a tag, as people see them. */
export const FlowFilter = z.strictObject({
  folder: z.string().max(200).optional(),
  tag: z.string().max(100).optional(),
});

export const NewFlow = z.strictObject({ flow: Flow.optional(), name: Name.optional() });
export const SaveFlow = z.strictObject({ id: Id, draft: Flow, revision: z.number().int().min(1) });
export { Flow, JsonValue };
