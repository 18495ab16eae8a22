'use client';
import { useState } from 'react';
import { readAnswer, type AnswerField, type Answers } from '#lib/form.ts';

export const controlId = (name: string) => `answer-${name}`;

/** What a person has filled in so far, as the texts in the boxes. */
export function useAnswers(fields: readonly AnswerField[]) {
  const [texts, setTexts] = useState<Readonly<Record<string, readonly string[]>>>({});
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  return {
    texts,
    wrong,
    set: (name: string, next: readonly string[]) => {
      setTexts((before) => ({ ...before, [name]: next }));
      setWrong(({ [name]: _gone, ...rest }) => rest);
    },
    /** The answers, or null: then the first field to correct has the focus. */
    check: async (): Promise<Answers | null> => {
      const { checkAnswers } = await import('#lib/form-schema.ts');
      const given = fields.map((field) => [field.name, readAnswer(field, texts[field.name] ?? [])] as const);
      const checked = checkAnswers(fields, Object.fromEntries(given));
      if ('answers' in checked) return checked.answers;
      setWrong(checked.wrong);
      const first = fields.find(({ name }) => Object.hasOwn(checked.wrong, name));
      if (first) document.getElementById(controlId(first.name))?.focus();
      return null;
    },
  };
}

export type AnswerDraft = ReturnType<typeof useAnswers>;
