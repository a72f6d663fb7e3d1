import type { Seal } from "../lib/seal.ts";

/** The person's name in the engagement log. */
export function personKeyOf(seal: Seal, personId: string): Buffer {
  return seal.pseudonym(`person/${personId}`);
}

/** Binds a sealed session to its row. */
export function keptBinding(personId: string): string {
  return `conversation/${personId}`;
}

/** Binds a sealed dossier code to its row. */
export function codeBinding(personId: string, procedure: string): string {
  return `dossier/${personId}/${procedure}`;
}

/** Binds a sealed comment to its author. */
export function commentBinding(personId: string): string {
  return `comment/${personId}`;
}
