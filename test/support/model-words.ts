/** Import it where a test reads titles that the model gives: the page hands them over, a test has none. */
import { keepModelWords } from '#components/editor/model/words.ts';
import { textsOf } from '#messages/texts.ts';

keepModelWords(textsOf({ language: 'en', tag: 'en-GB' }, 'editor.words'));
