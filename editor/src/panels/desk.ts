/** What every panel works with, handed down once by the shell. */
import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Reads } from "../app/reads";
import type { Parts } from "../geometry/types";
import type { Action } from "../keys/actions";
import { currentKeys, keymapRevision, keyText } from "../keys/keymap";
import type { Ghost } from "../model/types";
import type { WireAround, WireDataset } from "../model/wire";
import type { Tools } from "../tools/tool";

export interface Desk {
  readonly tools: Tools;
  readonly reads: Reads;
  readonly actions: readonly Action[];
  /** Give the keyboard back to the canvas. */
  refocus(): void;
  /** Show an outline of the past on the canvas; null: no more. */
  onPeek(parts: Parts | null): void;
  /** The store's id of an instance; undefined until its making is acknowledged. */
  idOf(key: string): number | undefined;
  /** Where the image stands among those the page's filters let by; null until known. */
  readonly around: ReadonlySignal<WireAround | null>;
  /** Finished runs, newest first. */
  readonly runs: ReadonlySignal<readonly WireDataset["runs"][number][]>;
  /** Whether an instance lies under `ghost` whose outline it could replace. */
  acceptsReplacing(ghost: Ghost): boolean;
  /** Changes when the filmstrip has other images. */
  readonly filters: ReadonlySignal<string>;
  /** Whether a person's time is recorded, and so shown. */
  readonly isRecording: ReadonlySignal<boolean>;
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("a panel outside of the shell");
  return desk;
}

/** "Undo (Ctrl+Z)": `title` and the keys of an action, as they are now. */
export function withKeys(title: string, actionId?: string): string {
  keymapRevision.value;
  const keys = actionId ? currentKeys(actionId) : [];
  return keys.length ? `${title} (${keys.map(keyText).join(", ")})` : title;
}

/** The first key of an action, as it is written on a button; empty where it has none. */
export function firstKey(actionId: string): string {
  keymapRevision.value;
  const [keys] = currentKeys(actionId);
  return keys === undefined ? "" : keyText(keys);
}
