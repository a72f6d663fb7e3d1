import type { Button, Say } from "../../../flow/effects.ts";
import type { Entry } from "./entries.ts";
import type { Texts } from "./texts.ts";

const LINK = /(https:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|\bdichvucong\.gov\.vn(?:\/[^\s<>"]*[^\s<>".,;:!?)\]])?)/;

/** One message of the service. The text is text: nothing in it can become markup. */
export function BotMessage({
  say,
  isLive,
  isFirst,
  t,
  onTap,
}: {
  say: Say;
  isLive: boolean;
  /** The first of what is new: where reading begins. */
  isFirst: boolean;
  t: Texts;
  onTap: (button: Button) => void;
}) {
  return (
    <div class="turn bot" data-news={isFirst || undefined}>
      <p class="bubble">
        <span class="hidden">{t.bot}: </span>
        <LinkedText text={say.text} />
      </p>
      {isLive && say.buttons.length > 0 && (
        <ul class="choices" aria-label={t.choices}>
          {say.buttons.map((button) => (
            <li key={button.payload + button.label}>
              <ChoiceButton button={button} onTap={onTap} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ChoiceButton({ button, onTap }: { button: Button; onTap: (button: Button) => void }) {
  if (button.url) {
    return (
      <a class="choice" href={button.url} target="_blank" rel="noopener noreferrer">
        {button.label}
      </a>
    );
  }
  const isQuiet = /\.@(back|person|skip|again)$/.test(button.payload);
  return (
    <button type="button" class={isQuiet ? "choice quiet" : "choice"} onClick={() => onTap(button)}>
      {button.label}
    </button>
  );
}

export function MyMessage({ entry, t }: { entry: Extract<Entry, { kind: "me" }>; t: Texts }) {
  return (
    <div class="turn me">
      <p class="bubble">
        <span class="hidden">{t.me}: </span>
        {entry.text}
      </p>
      {entry.state !== "sent" && <p class="state">{t[entry.state]}</p>}
    </div>
  );
}

function LinkedText({ text }: { text: string }) {
  return text.split(LINK).map((part, index) =>
    index % 2 === 1 ? (
      <a
        key={index}
        href={part.startsWith("https://") ? part : `https://${part}`}
        target="_blank"
        rel="noopener noreferrer"
      >
        {part}
      </a>
    ) : (
      part
    ),
  );
}
