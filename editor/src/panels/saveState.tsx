/**
 * How far saving is: a quiet tick, or what stands between an edit and the store. Screen readers hear
 * of trouble only: that it is saved would be said after every gesture.
 */
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

export function SaveState(): JSX.Element {
  const { state } = useDesk().tools;
  const { icon, text, about, kind } = saveWords(state.save.value);
  return (
    <div class={`save-state ${kind}`} title={about}>
      {icon && <Icon name={icon} key={`${icon}${state.save.value.acknowledged}`} />}
      <span>{text}</span>
      <span class="unseen" role="status">
        {kind === "calm" ? "" : about}
      </span>
    </div>
  );
}
