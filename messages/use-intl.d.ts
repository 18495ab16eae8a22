import type { Messages as EveryText } from '#messages/types.ts';

declare module 'use-intl' {
  interface AppConfig {
    Messages: EveryText;
  }
}
