/** Who is on the stage: reads the state, and keeps the two scenes as it says. */
import { computed, effect } from "@preact/signals";
import type { State } from "../app/state";
import type { Ghost } from "../model/types";
import type { Scene } from "./scene";
import { GHOST, ghostShown, instanceShown, type Shown } from "./shown";

const MANY = 500; // new ones from which a scene is loaded anew

/**
 * `still` has every instance and ghost that is not hidden; `lively` once more, above them, what is
 * selected, under the pointer or just being made. Changes are noted as they come, and shown when the
 * next frame is drawn: `settle`.
 */
export class Cast {
  private noted: Set<string> | "all" = "all";
  /** Keys that the preview, the selection and the pointer had last. */
  private watched: readonly string[] = [];
  private selected: ReadonlySet<string> = new Set();
  private ghosts: ReadonlyMap<string, Ghost> = new Map();
  private readonly stops: (() => void)[];

  /** `wake` is called when something has been noted. */
  constructor(
    private readonly state: State,
    private readonly still: Scene,
    private readonly lively: Scene,
    private readonly wake: () => void,
  ) {
    const alone = computed(() => (state.look.value.onlySelected ? state.selection.value : null));
    this.stops = [
      state.doc.subscribe((keys) => this.note(keys)),
      effect(() => {
        void [state.hiddenKeys.value, state.hiddenCategories.value, alone.value];
        void [state.lockedKeys.value, state.lockedCategories.value];
        void [state.categories.value, state.image.value];
        const ghosts = state.ghostsShown.value;
        this.ghosts = new Map(ghosts.map((ghost) => [GHOST + ghost.key, ghost]));
        this.note(null);
      }),
      effect(() => this.watch()),
    ];
  }

  dispose(): void {
    for (const stop of this.stops) stop();
  }

  /** Bring the scenes up to date. */
  settle(): void {
    const { noted } = this;
    this.noted = new Set();
    if (noted === "all") this.settleAll();
    else for (const key of noted) this.settleOne(key);
  }

  private note(keys: Iterable<string> | null): void {
    if (keys === null) this.noted = "all";
    else if (this.noted !== "all") for (const key of keys) this.noted.add(key);
    this.wake();
  }

  private watch(): void {
    const { selection, hovered, preview, ghost, categoryId } = this.state;
    void categoryId.value; // the colour of what is being made
    this.selected = new Set(selection.value);
    const now = [...selection.value, ...(preview.value?.keys() ?? [])];
    if (hovered.value !== null) now.push(hovered.value);
    if (ghost.value !== null) now.push(GHOST + ghost.value);
    this.note([...this.watched, ...now]);
    this.watched = now;
  }

  private settleAll(): void {
    const keys = [...this.state.doc.all().map((one) => one.key), ...this.ghosts.keys()];
    const wanted = new Set([...keys, ...this.watched]);
    const fresh = keys.filter((key) => !this.still.get(key)).length;
    if (fresh > MANY) this.still.load(keys.flatMap((key) => this.stillShown(key) ?? []));
    for (const key of [...this.still.keys(), ...this.lively.keys()]) wanted.add(key);
    for (const key of wanted) this.settleOne(key);
  }

  private settleOne(key: string): void {
    this.still.set(key, this.stillShown(key));
    this.lively.set(key, this.livelyShown(key));
  }

  private stillShown(key: string): Shown | null {
    const known = this.still.get(key);
    const ghost = this.ghosts.get(key);
    if (ghost) return ghostShown(this.state, ghost, { manner: "ghost", known });
    if (!this.state.doc.get(key)) return null;
    return instanceShown(this.state, key, { manner: "plain", known });
  }

  private livelyShown(key: string): Shown | null {
    const { state } = this;
    const known = this.lively.get(key);
    const ghost = this.ghosts.get(key);
    if (ghost) {
      const isChosen = key === GHOST + state.ghost.value;
      return isChosen ? ghostShown(state, ghost, { manner: "chosenGhost", known }) : null;
    }
    if (this.selected.has(key) || !state.doc.get(key))
      return instanceShown(state, key, { manner: "selected", z: 1, known });
    if (key !== state.hovered.value) return null;
    return instanceShown(state, key, { manner: "hovered", z: 0, known });
  }
}
