import type { createTranslator, NamespaceKeys, NestedKeyOf } from 'use-intl';
import type { en } from '#messages/en.ts';

/** The shape every language has. */
export type Messages = typeof en;

/** A dotted path to a group of texts, such as `runs.filters`. */
export type Namespace = NamespaceKeys<Messages, NestedKeyOf<Messages>>;

/** What `useTranslations('runs.filters')` gives: for helpers that make sentences and take `t`. */
export type Texts<Name extends Namespace> = ReturnType<typeof createTranslator<Messages, Name>>;

/** The keys of a namespace: for tables of data that name their text. */
export type TextKey<Name extends Namespace> = Parameters<Texts<Name>>[0];
