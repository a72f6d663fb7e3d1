import { useRef } from "preact/hooks";
import type { Expects } from "../../../flow/effects.ts";
import type { Texts } from "./texts.ts";

const MAX_LENGTH = 4_000;

/** The line to type in. The keyboard of a phone follows what is asked for. */
export function Composer({ expects, t, onSend }: { expects: Expects; t: Texts; onSend: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? "";
    if (!input.current || text === "") return;
    onSend(text);
    input.current.value = "";
    input.current.focus();
  };
  return (
    <form class="composer" onSubmit={submit}>
      <input
        ref={input}
        name="answer"
        aria-label={t.input}
        placeholder={placeholderFor(expects, t)}
        inputMode={expects === "number" ? "numeric" : expects === "phone" ? "tel" : "text"}
        autocomplete="off"
        enterKeyHint="send"
        maxLength={MAX_LENGTH}
      />
      <button type="submit">{t.send}</button>
    </form>
  );
}

function placeholderFor(expects: Expects, t: Texts): string {
  if (expects === "date") return t.placeholderDate;
  if (expects === "number") return t.placeholderNumber;
  return expects === "phone" ? t.placeholderPhone : t.placeholder;
}
