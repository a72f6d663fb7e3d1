import type { Language } from "../assets.ts";
import type { Session } from "./session.ts";

/** Somebody we know nothing of. @param id eight characters `[A-Za-z0-9]`, random */
export function startSession(id: string, language: Language): Session {
  return { id, turn: 0, language, status: "new", frames: [], silences: 0, profile: {} };
}
