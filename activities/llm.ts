import { askForData } from '#activities/ask-for-data.ts';
import { askModel, type Answered, type Asked } from '#activities/ask-model.ts';
import type { Implementations } from '#activities/context.ts';
import { pictures } from '#activities/pictures.ts';
import type { Json } from '#lib/value.ts';
import type { nodes } from '#nodes/index.ts';

export const llm = {
  'llm.ask': async (input, ctx) => {
    const { system, schema, prompt, images: files, ...choice } = input;
    const images = await pictures(ctx, files);
    const asked: Asked = { system, turns: [{ role: 'user', text: prompt, ...(images.length > 0 ? { images } : {}) }] };
    const done: { answer: Answered; json?: Json } = schema
      ? await askForData(ctx, choice, { ...asked, schema })
      : { answer: await askModel(ctx, choice, asked) };
    const { text, model, stopReason, cost, usage } = done.answer;
    const { inputTokens, outputTokens } = usage;
    return {
      output: {
        ...{ text, model, stopReason, usage: { inputTokens, outputTokens } },
        ...(done.json === undefined ? {} : { json: done.json }),
      },
      ...(cost === undefined ? {} : { cost }),
    };
  },
} satisfies Pick<Implementations<typeof nodes>, 'llm.ask'>;
