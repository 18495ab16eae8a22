import { z } from 'zod';
import { action } from '#nodes/define.ts';

export const notify = {
  notify: action({
    title: 'Notify me',
    help: 'Tells the owner something: in Hearth, and in his own Telegram chats if he trusts them. Nobody else gets it, so nobody is asked. Repeated after an interruption it tells it once.',
    icon: 'bell',
    group: 'People',
    version: 1,
    tier: 'activity',
    // It reaches the owner alone, who sees where it comes from.
    risk: 'write',
    repeat: 'safe',
    timeout: '1m',
    reads: 'join',
    summary: '{title}',
    input: z.object({
      title: z.string().trim().min(1).max(200).meta({
        title: 'Title',
        description: 'One line, shown in bold.',
        role: 'content',
        placeholder: 'The backup is done',
      }),
      text: z
        .string()
        .max(10_000)
        .default('')
        .meta({ title: 'Text', description: 'More about it, as plain text.', role: 'content', widget: 'textarea' }),
      level: z
        .enum(['info', 'warning', 'urgent'])
        .default('info')
        .meta({
          title: 'Weight',
          description: 'How it is marked in the list of notices.',
          role: 'control',
          options: { info: 'Good to know', warning: 'Look at it', urgent: 'Urgent' },
        }),
      where: z
        .enum(['everywhere', 'page'])
        .default('everywhere')
        .meta({
          title: 'Where',
          description: 'Chats are told only if they are your own and trusted.',
          role: 'target',
          options: { everywhere: 'Hearth and my own chats', page: 'Hearth only' },
        }),
    }),
    output: z.object({
      id: z.string(),
      chats: z.number().int().meta({ title: 'Chats it was sent to' }),
      missed: z.number().int().meta({ title: 'Chats that may not have it' }),
    }),
  }),
};
