/**
 * Named formats of typed answers. A dossier code is agency, date and number in an order that differs by system, so it
 * is checked loosely; a bare row of 9 or 12 digits is an identity number and never a code.
 *
 * @source Decree 118/2025/NĐ-CP, art. 28; codes seen: G01.899.909-260916-890028, 000.A0.01.H26-210212-9090
 */
const FORMATS: Readonly<Record<string, { fits(text: string): boolean; write(text: string): string }>> = {
  dossierCode: {
    fits: (text) =>
      /^[A-Z0-9][A-Z0-9.\-/]{4,60}$/.test(compact(text)) && !/^(\d{9}|\d{12})$/.test(compact(text)) && /\d/.test(text),
    write: compact,
  },
};

export function isFormat(name: string): boolean {
  return Object.hasOwn(FORMATS, name);
}

export function isInFormat(name: string, text: string): boolean {
  return FORMATS[name]?.fits(text) ?? false;
}

/** The text as it is kept. */
export function toFormat(name: string, text: string): string {
  return FORMATS[name]?.write(text) ?? text;
}

function compact(text: string): string {
  return text
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/\s+/g, "")
    .toUpperCase();
}
