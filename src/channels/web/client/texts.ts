import en from "../../../../locales/en/web.json" with { type: "json" };
import vi from "../../../../locales/vi/web.json" with { type: "json" };

export type Texts = typeof vi;

export const TEXTS: Readonly<Record<"vi" | "en", Texts>> = { vi, en };
