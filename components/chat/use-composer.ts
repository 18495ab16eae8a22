'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { encoded, randomId, withFiles, type Attachment } from '#components/chat/attachments.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';

/** What is being written in a chat. What could not be sent stays, and sent again it is the same message. */
export function useComposer(chatId: string, onSent: () => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [files, setFiles] = useState<Attachment[]>([]);
  const [refused, setRefused] = useState<'many' | 'large' | null>(null);
  const clientId = useRef<string | null>(null);
  const send = useMutation({
    mutationFn: async (message: { text: string; files: Attachment[]; clientId: string }) =>
      client.chat.send.mutate({ ...message, id: chatId, files: await Promise.all(message.files.map(encoded)) }),
    onSuccess: async () => {
      clientId.current = null;
      setText('');
      setFiles([]);
      setRefused(null);
      onSent();
      await queries.invalidateQueries({ queryKey: trpc.chat.pathKey() });
    },
  });
  // Something else than what was tried to be sent is another message.
  const changed = () => {
    clientId.current = null;
    if (send.isError) send.reset();
  };
  return {
    text,
    files,
    refused,
    busy: send.isPending,
    problem: send.error ? messageOf(send.error) : null,
    canSend: !send.isPending && (text.trim() !== '' || files.length > 0),
    write: (next: string) => {
      changed();
      setText(next);
    },
    attach: (chosen: readonly File[]) => {
      changed();
      const next = withFiles(files, chosen);
      setFiles(next.files);
      setRefused(next.refused);
    },
    detach: (id: string) => {
      changed();
      setRefused(null);
      setFiles(files.filter((one) => one.id !== id));
    },
    send: () => {
      clientId.current ??= randomId();
      send.mutate({ text, files, clientId: clientId.current });
    },
  };
}

export type Composing = ReturnType<typeof useComposer>;
