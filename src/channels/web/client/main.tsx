import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Composer } from "./composer.tsx";
import { type Conversation, startConversation } from "./conversation.ts";
import { firstLive, isTick } from "./entries.ts";
import { Header } from "./header.tsx";
import { BotMessage, MyMessage } from "./message-view.tsx";
import { TEXTS } from "./texts.ts";

function Chat({ conversation }: { conversation: Conversation }) {
  const { entries, language, textSize } = conversation.state;
  const t = TEXTS[language];
  const end = useRef<HTMLDivElement>(null);
  const isOnline = useOnline();
  const live = firstLive(entries);
  const last = entries.at(-1);
  const expects = last?.kind === "bot" ? last.message.say.expects : "text";

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t.title;
    document.documentElement.dataset.size = String(textSize);
  }, [language, textSize, t]);
  const { length } = entries;
  useEffect(() => {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = isCalm ? "auto" : "smooth";
    const news = end.current?.parentElement?.querySelector<HTMLElement>("[data-news]");
    const isLong =
      news && end.current && end.current.offsetTop - news.offsetTop > (end.current.parentElement?.clientHeight ?? 0);
    // What is longer than the screen is read from its beginning.
    if (isLong) news.scrollIntoView({ behavior, block: "start" });
    else end.current?.scrollIntoView({ behavior, block: "end" });
  }, [length]);

  return (
    <>
      <Header conversation={conversation} t={t} />
      <main>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is reached by keyboard */}
        <div class="log" role="log" aria-label={t.log} aria-live="polite" tabIndex={0}>
          {length === 0 && <p class="state">{t.loading}</p>}
          {entries.map((entry, index) =>
            entry.kind === "bot" ? (
              <BotMessage
                key={`b${entry.message.seq}`}
                say={entry.message.say}
                isLive={index >= live}
                isFirst={index === live}
                t={t}
                onTap={(button) => conversation.tap(button.payload, button.label)}
              />
            ) : (
              !isTick(entry.text) && <MyMessage key={entry.id} entry={entry} t={t} />
            ),
          )}
          <div ref={end} />
        </div>
      </main>
      <footer>
        {!isOnline && (
          <p class="offline" role="status">
            {t.offline}
          </p>
        )}
        <Composer expects={expects} t={t} onSend={(text) => conversation.say(text)} />
      </footer>
    </>
  );
}

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return isOnline;
}

const root = document.getElementById("chat");
if (root) {
  const show = () => render(<Chat conversation={conversation} />, root);
  const conversation: Conversation = startConversation(() => queueMicrotask(show));
  show();
}
