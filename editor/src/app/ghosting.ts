/** Predictions as ghosts: walked by uncertainty, accepted or rejected, one key each. */
import { iou } from "../geometry/booleans";
import type { Ghost, Instance } from "../model/types";
import { boxFromWire, partsFromWire } from "../model/convert";
import type { WireGhosts } from "../model/wire";
import type { Acts } from "./acts";
import { keep, kept } from "./kept";
import type { Reads } from "./reads";
import type { State } from "./state";
import type { Looking } from "./viewing";

/** An annotation that overlaps a ghost as much is taken for the same object. */
export const SAME = 0.3;

const REJECTED = "segcore-editor-rejected";
const MOST_REJECTED = 10_000;

export class Ghosting {
  /** Keys of what a person has turned down; this browser's, so that nobody is asked twice. */
  private readonly rejected = new Set(rejectedBefore());

  constructor(
    private readonly state: State,
    private readonly reads: Reads,
    private readonly looking: Looking,
    private readonly commit: Acts["commit"],
    private readonly select: Acts["select"],
    private readonly say: (text: string) => void,
  ) {}

  async show(runId: string | null): Promise<void> {
    this.state.ghostRun.value = runId;
    await this.load();
  }

  /** A ghost that this hides is no longer the one asked about. */
  setScore(least: number): void {
    this.state.ghostScore.value = least;
    if (!this.current()) this.state.ghost.value = null;
  }

  /** Of the image now open; called when another one comes. */
  async load(): Promise<void> {
    const { state } = this;
    const [image, runId] = [state.image.value, state.ghostRun.value];
    state.ghosts.value = [];
    state.ghost.value = null;
    if (!image || runId === null) return;
    const found = await this.reads.ghosts(image.id, runId);
    if (state.image.value?.id !== image.id || state.ghostRun.value !== runId) return;
    this.put(ghostsOf(found, image.id));
    if (found.note) this.say(found.note);
  }

  /** The instances of another image, to be accepted here one by one: nothing is made by itself. */
  ofPrevious(imageId: number, instances: readonly Instance[]): void {
    if (instances.length === 0) return this.say("The image before has no instances.");
    this.put(
      instances.map((one) => ({
        key: `previous.${imageId}.${one.key}`,
        categoryId: one.categoryId,
        score: 1,
        parts: one.parts,
        box: one.box,
        runId: "",
      })),
    );
  }

  walk(step: 1 | -1): void {
    const ordered = byUncertainty(this.state.ghostsShown.value);
    if (ordered.length === 0) return this.say(this.whyNone());
    const at = ordered.findIndex((ghost) => ghost.key === this.state.ghost.value);
    const start = at < 0 && step < 0 ? 0 : at;
    this.choose(ordered[(start + step + ordered.length) % ordered.length]!);
  }

  accept(how: "new" | "replace" = "new"): void {
    const ghost = this.current();
    if (!ghost) return this.walk(1);
    const same = how === "replace" ? this.overlapped(ghost) : undefined;
    if (how === "replace" && !same) return this.say("No instance lies under this prediction.");
    const changed = same
      ? this.commit("Take the predicted outline", {
          edits: [{ key: same.key, parts: ghost.parts }],
        })
      : this.commit("Accept a prediction", { made: [madeOf(ghost)] });
    this.done(ghost);
    // While another is asked about, keys must not mean the one accepted.
    if (changed.length > 0) this.select(this.current() ? [] : changed);
  }

  reject(): void {
    const ghost = this.current();
    if (!ghost) return;
    this.rejected.add(ghost.key);
    keep("localStorage", REJECTED, [...this.rejected].slice(-MOST_REJECTED));
    this.done(ghost);
  }

  acceptAbove(score: number): void {
    const taken = this.state.ghostsShown.value.filter((ghost) => ghost.score >= score);
    if (taken.length === 0) return this.say("No prediction has such a score.");
    this.commit(`Accept ${taken.length} predictions`, { made: taken.map(madeOf) });
    const keys = new Set(taken.map((ghost) => ghost.key));
    this.state.ghosts.value = this.state.ghosts.value.filter((ghost) => !keys.has(ghost.key));
    this.state.ghost.value = null;
  }

  /** The instance that shows the same object as `ghost`, if one does. */
  overlapped(ghost: Ghost): Instance | undefined {
    const [best] = this.state.doc.index
      .within(ghost.box)
      .flatMap((key) => this.state.doc.get(key) ?? [])
      .map((one) => ({ one, shared: iou(one.parts, ghost.parts) }))
      .filter(({ shared }) => shared >= SAME)
      .sort((a, b) => b.shared - a.shared);
    return best?.one;
  }

  private put(ghosts: readonly Ghost[]): void {
    this.state.ghosts.value = ghosts.filter(
      (ghost) => !this.rejected.has(ghost.key) && !this.isAccepted(ghost),
    );
    this.state.ghost.value = null;
  }

  /** Whether an instance came from it: many predictions of a run have one score. */
  private isAccepted(ghost: Ghost): boolean {
    return this.state.doc.index
      .within(ghost.box)
      .flatMap((key) => this.state.doc.get(key) ?? [])
      .some(
        (one) =>
          one.runId === ghost.runId &&
          Math.abs((one.score ?? -1) - ghost.score) < 1e-6 &&
          iou(one.parts, ghost.parts) >= SAME,
      );
  }

  private current(): Ghost | undefined {
    return this.state.ghostsShown.value.find((ghost) => ghost.key === this.state.ghost.value);
  }

  private whyNone(): string {
    const hidden = this.state.ghosts.value.length > 0;
    return hidden
      ? "Every prediction left here has a lower score than is shown."
      : "No prediction is shown: choose a run first.";
  }

  private choose(ghost: Ghost): void {
    this.state.ghost.value = ghost.key;
    this.looking.zoomTo(ghost.box);
    const same = this.overlapped(ghost);
    const name = this.state.categoryOf(ghost.categoryId)?.name ?? "?";
    const offer = same ? " It lies on an instance, whose outline it can replace." : "";
    const what =
      ghost.runId === ""
        ? `From the image before: ${name}.`
        : `Prediction: ${name}, score ${ghost.score.toFixed(2)}.`;
    this.say(`${what}${offer}`);
  }

  /** The ghost is dealt with; on to the next in the same order. */
  private done(ghost: Ghost): void {
    const ordered = byUncertainty(this.state.ghostsShown.value);
    const at = ordered.findIndex((one) => one.key === ghost.key);
    const next = ordered[at + 1] ?? ordered[0];
    this.state.ghosts.value = this.state.ghosts.value.filter((one) => one.key !== ghost.key);
    if (next && next.key !== ghost.key) this.choose(next);
    else this.state.ghost.value = null;
  }
}

/** The score nearest to a half first: there a person's word is worth most. */
export function byUncertainty(ghosts: readonly Ghost[]): Ghost[] {
  return [...ghosts].sort((a, b) => Math.abs(a.score - 0.5) - Math.abs(b.score - 0.5));
}

function rejectedBefore(): string[] {
  const found = kept("localStorage", REJECTED);
  return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
}

function madeOf(ghost: Ghost) {
  return { parts: ghost.parts, categoryId: ghost.categoryId, ghost };
}

function ghostsOf(found: WireGhosts, imageId: number): Ghost[] {
  return found.ghosts.map((one) => ({
    key: `${found.run}.${imageId}.${one.n}`,
    categoryId: one.category_id,
    score: one.score,
    parts: partsFromWire(one.parts),
    box: boxFromWire(one.box),
    runId: found.run,
  }));
}
