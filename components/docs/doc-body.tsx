import { KeyList } from '#components/editor/key-list.tsx';
import { DocHeadingLine } from '#components/docs/doc-heading.tsx';
import { EntryList } from '#components/docs/entry-list.tsx';
import { Markdown } from '#components/docs/markdown.tsx';
import { StepBody } from '#components/docs/step-body.tsx';
import type { Texts } from '#messages/types.ts';
import type { DocBody as Body, DocGroup } from '#lib/docs.ts';

/** What stands on a page below its title. */
export function DocBody({ body, t }: { body: Body; t: Texts<'docs.pages'> }) {
  switch (body.kind) {
    case 'guide':
      return <Markdown source={body.markdown} />;
    case 'step':
      return <StepBody step={body.step} t={t} />;
    case 'entries':
      return (
        <div className="flex flex-col gap-4">
          {body.groups.map((group) => (
            <Group key={group.id} group={group} />
          ))}
        </div>
      );
    case 'keys':
      return <KeyList />;
    default:
      return body satisfies never;
  }
}

function Group({ group }: { group: DocGroup }) {
  return (
    <section className="flex flex-col gap-3" aria-labelledby={group.id}>
      <DocHeadingLine id={group.id} level={2}>
        {group.title}
      </DocHeadingLine>
      {group.intro && <p className="text-base text-pretty text-ink-soft">{group.intro}</p>}
      {group.entries.length > 0 && <EntryList entries={group.entries} />}
    </section>
  );
}
