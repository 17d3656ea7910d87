/** How far saving is: a quiet tick, or what stands between an edit and the store. */
import type { JSX } from "preact";
import type { SaveState as Saving } from "../app/state";
import { useDesk } from "./desk";
import { Icon, type IconName } from "./icons";
import { counted } from "./numbers";

export interface SaveWords {
  readonly icon: IconName | null;
  readonly text: string;
  /** The whole sentence, for the tooltip and for screen readers. */
  readonly about: string;
  readonly kind: "calm" | "waiting" | "trouble";
}

export function saveWords({ unsent, offline, trouble }: Saving): SaveWords {
  const edits = counted(unsent, "edit");
  if (trouble) return { icon: "warning", text: trouble, about: trouble, kind: "trouble" };
  if (offline) {
    const kept = unsent ? `: ${edits} kept in this browser` : "";
    const about = `The server does not answer${kept}. Work goes on; it is sent when it is back.`;
    return { icon: "offline", text: `Offline · ${unsent} unsent`, about, kind: "waiting" };
  }
  if (unsent) {
    const about = `${edits} on the way to the store`;
    return { icon: null, text: `${unsent} unsent`, about, kind: "calm" };
  }
  return { icon: "check", text: "Saved", about: "Every edit is in the store", kind: "calm" };
}

/** What a screen reader hears, politely: that all is saved, or why not; not each gesture on its way. */
export function spokenOf(saving: Saving): string {
  const { about, kind } = saveWords(saving);
  if (kind !== "calm") return about;
  return saving.unsent === 0 && saving.acknowledged > 0 ? "Saved" : "";
}

export function SaveState(): JSX.Element {
  const { state } = useDesk().tools;
  const { icon, text, about, kind } = saveWords(state.save.value);
  return (
    <div class={`save-state ${kind}`} title={about}>
      {icon && <Icon name={icon} key={`${icon}${state.save.value.acknowledged}`} />}
      <span>{text}</span>
      <span class="unseen" role="status">
        {spokenOf(state.save.value)}
      </span>
    </div>
  );
}
