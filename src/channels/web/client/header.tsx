import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "./conversation.ts";
import type { Texts } from "./texts.ts";

const WORDS = ["menu", "back", "edit", "person", "data"] as const;

/** Name, promise, and one quiet menu with the words that work everywhere. */
export function Header({ conversation, t }: { conversation: Conversation; t: Texts }) {
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    menu.current?.querySelector("button")?.focus();
    const close = (event: KeyboardEvent) => event.key === "Escape" && setOpen(false);
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, [isOpen]);
  const act = (work: () => void) => () => {
    setOpen(false);
    work();
  };

  return (
    <header>
      <span class="mark" aria-hidden="true" />
      <div class="title">
        <h1>{t.name}</h1>
        <p>{t.tagline}</p>
      </div>
      <button type="button" class="more" aria-expanded={isOpen} aria-controls="more" onClick={() => setOpen(!isOpen)}>
        <span aria-hidden="true">☰</span>
        <span class="hidden">{isOpen ? t.close : t.menu}</span>
      </button>
      {isOpen && (
        <div id="more" class="menu" ref={menu}>
          {WORDS.map((word) => (
            <button type="button" key={word} onClick={act(() => conversation.say(t.words[word]))}>
              {t.actions[word]}
            </button>
          ))}
          <button type="button" onClick={() => conversation.resize(1)}>
            {t.actions.larger}
          </button>
          <button type="button" onClick={() => conversation.resize(-1)}>
            {t.actions.smaller}
          </button>
          <button type="button" onClick={act(() => switchLanguage(conversation, t))}>
            {t.actions.language}
          </button>
          <button type="button" onClick={act(() => confirm(t.forgetAsk) && conversation.forget())}>
            {t.actions.forget}
          </button>
        </div>
      )}
    </header>
  );
}

function switchLanguage(conversation: Conversation, t: Texts): void {
  conversation.useLanguage(conversation.state.language === "vi" ? "en" : "vi");
  conversation.say(t.words.language);
}
