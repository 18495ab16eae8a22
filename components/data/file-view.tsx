'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import { HtmlFrame } from '#components/data/html-frame.tsx';
import { textOf } from '#components/data/value-string.ts';
import { previewOf } from '#components/data/view-kinds.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { bareType, type FileHead } from '#lib/value-file.ts';

// It shows files itself: loaded when it is needed, or each would wait for the other.
const DataView = dynamic(() => import('#components/data/data-view.tsx').then((file) => file.DataView));

/** Where the bytes of a file of a run are. */
export function fileAddress({ ref, name }: FileHead, show = false): string {
  const query = new URLSearchParams({ ...(name ? { name } : {}), ...(show ? { show: '1' } : {}) }).toString();
  return `/api/files/${ref}${query ? `?${query}` : ''}`;
}

/** A file of a run: what it is, a look at it where a browser can show it safely, and the file itself to save. */
export function FileView({ file }: { file: FileHead }) {
  const t = useTranslations('data.file');
  const units = useUnits();
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2">
        <VisibleText text={file.name || t('unnamed')} className="min-w-0 flex-1 font-medium" />
        <span className="tabular text-sm text-ink-faint">
          <bdi>{bareType(file.contentType)}</bdi> · {units.bytes(file.size)}
        </span>
        <Button size="sm" asChild>
          <a href={fileAddress(file)} download>
            <Download aria-hidden />
            {t('save')}
          </a>
        </Button>
      </div>
      <Preview file={file} />
    </div>
  );
}

function Preview({ file }: { file: FileHead }) {
  const t = useTranslations('data.file');
  switch (previewOf(file, navigator.pdfViewerEnabled)) {
    case 'image':
      return <img src={fileAddress(file)} alt={file.name || t('unnamed')} className="mx-auto max-h-112 max-w-full p-2" />;
    case 'pdf':
      return <iframe title={file.name || t('unnamed')} src={fileAddress(file, true)} className="h-128 w-full rounded-md" />;
    case 'html':
      return <HtmlFile file={file} />;
    case 'data':
      return (
        <div className="px-3.5 pb-3">
          <DataView title={t('content')} stored={{ kind: 'blob', blob: { ...file, preview: '' } }} />
        </div>
      );
    default:
      return <p className="px-3.5 pb-3 text-base text-ink-soft">{t('none')}</p>;
  }
}

function HtmlFile({ file }: { file: FileHead }) {
  const trpc = useTRPC();
  const page = useQuery(trpc.values.part.queryOptions({ ref: file.ref, at: [] }, { staleTime: Infinity }));
  if (page.error) return <p className="px-3.5 pb-3 text-sm text-danger">{messageOf(page.error)}</p>;
  if (!page.data) return <Skeleton className="m-2 h-40" />;
  return <HtmlFrame html={textOf(page.data.value)} />;
}
