/**
 * The closed vocabulary of the engagement log. A fact never holds free text, a name, a number of a person or a
 * dossier code: only slugs that editors wrote and values from closed lists. `docs/engagement-events.md` is made
 * from this file and its comments.
 */
export type EngagementFact =
  /** Somebody wrote for the first time, or again after everything had ended. `ref` is a link's code. */
  | { kind: "conversationStarted"; ref?: string }
  | { kind: "flowStarted"; flow: string; version: string }
  | { kind: "flowEnded"; flow: string; version: string }
  /** The flow put a question of this step, `visit` counts within the session. */
  | { kind: "stepEntered"; flow: string; version: string; step: string; procedure?: string }
  /** `choice` is a slug from the flow or the procedure, never typed text. */
  | { kind: "stepAnswered"; flow: string; version: string; step: string; choice?: string; procedure?: string }
  | { kind: "stepMisunderstood"; flow: string; version: string; step: string; times: number; procedure?: string }
  | { kind: "stepSilent"; flow: string; version: string; step: string; procedure?: string }
  | { kind: "wentBack"; flow: string; version: string; step: string }
  | { kind: "answerEdited"; flow: string; version: string; step: string }
  | { kind: "startedOver"; flow: string; version: string; step: string }
  | { kind: "oldButtonTapped"; flow: string; version: string; step: string }
  | { kind: "procedureFound"; procedure: string; rank: number }
  | { kind: "searchEmpty" }
  | { kind: "procedureViewed"; procedure: string; procedureVersion: string }
  /** What guidance was given: Decree 118/2025 art. 16 wants an office to be able to answer for it. */
  | { kind: "guidanceShown"; procedure: string; procedureVersion: string; part: string; detail?: string }
  | { kind: "guideFinished"; procedure: string; procedureVersion: string; way: "online" | "counter" }
  | { kind: "stuckAt"; procedure: string; procedureVersion: string; portalStep: string; cause?: string }
  | { kind: "dossierRecorded"; procedure: string; procedureVersion: string }
  | { kind: "reminderPlanned"; procedure: string }
  | { kind: "reminderSent"; procedure: string }
  | { kind: "resultReceived"; procedure: string }
  | { kind: "handedOver"; flow: string; step: string; reason: string; procedure?: string }
  /** Anonymous by Decree 224/2026 art. 10: stored without the person's key. `stars` is 1 to 5. */
  | { kind: "rated"; about: "information" | "help"; stars: number; procedure?: string; procedureVersion?: string }
  | { kind: "commented"; about: string }
  | { kind: "secretRefused"; what: "password" | "otp" | "identityNumber" | "identityPhoto" }
  | { kind: "consentGiven"; topic: string; version: string }
  | { kind: "consentWithdrawn"; topic: string; version: string }
  | { kind: "optedOut" }
  | { kind: "dataShown" }
  | { kind: "dataErased" }
  /** The flow itself was at fault; the person was told and sent to the menu. */
  | { kind: "flowFailed"; flow: string; version: string; step: string; code: string };

export type EngagementKind = EngagementFact["kind"];
