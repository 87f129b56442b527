import { z } from "zod";
import { isDamaged } from "./is-damaged";
import { isVisible } from "./is-visible";

/** Also what turns the writing around: a name would reorder the sentence of the audit log it stands in. */
const controlsInLine = /\p{Cc}|\p{Bidi_Control}/u;
const controlsInText = /[^\P{Cc}\t\n\r]/u;

/**
 * Text for people: trimmed, without control characters, well-formed Unicode. Complaints name it by its
 * label, such as "a name", and never repeat it.
 */
export function textInput(
  label: string,
  maxLength: number,
  options: { readonly mayBreakLines?: boolean } = {},
) {
  const subject = label.charAt(0).toUpperCase() + label.slice(1);
  return z
    .string()
    .trim()
    .max(maxLength, `${subject} is longer than ${maxLength} characters. Shorten it.`)
    .refine(
      (value) => !(options.mayBreakLines === true ? controlsInText : controlsInLine).test(value),
      `${subject} holds a control character. Type it again.`,
    )
    .refine((value) => !isDamaged(value), `${subject} holds a damaged character. Type it again.`);
}

/** The same for what cannot be left empty. Its own words may say what the thing looks like. */
export function requiredText(label: string, maxLength: number, whenEmpty = `Enter ${label}.`) {
  return textInput(label, maxLength).refine(isVisible, whenEmpty);
}
