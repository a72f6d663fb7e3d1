/** Names of the fields that have an answer; `known(field)` reads it. */
export const KNOWN = "knownFields";

/** A text in quotes (left alone), a function over today, or a question whether a field is known. */
const SHORTHAND =
  /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\b(daysSince|daysUntil|fullYears)\s*\(|\bknown\s*\(\s*(\w+)\s*\)/g;

/**
 * Writes out what editors may abbreviate: `daysSince(born)` knows today by itself, `known(born)` needs no quotes.
 *
 * @example rewriteShorthands("daysSince(born) > 60") // "daysSinceOn(today, born) > 60"
 */
export function rewriteShorthands(source: string): string {
  return source.replace(SHORTHAND, (all, quoted?: string, dateFunction?: string, field?: string) => {
    if (quoted !== undefined) return all;
    if (dateFunction !== undefined) return `${dateFunction}On(today, `;
    return `("${field}" in ${KNOWN})`;
  });
}
