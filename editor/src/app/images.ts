/** From image to image: open, prefetch the next two, tell the page which one is shown. */
import { signal } from "@preact/signals";
import type { Instance, ReviewState } from "../model/types";
import type { WireAround } from "../model/wire";
import { sentence } from "../sync/failures";
import type { Sync } from "../sync/sync";
import type { Next } from "./acts";
import { patiently } from "./patience";
import type { Reads } from "./reads";
import type { State } from "./state";

const AHEAD = 2; // images prefetched

export interface Hooks {
  /** Before the image is left: drafts are finished or parked. */
  leaving(): void;
  /** The image is there and can be worked on. */
  opened(imageId: number): void;
  say(text: string): void;
}

export class Images {
  /** Where the image stands among those that the filters let by; null until the server has said. */
  readonly around = signal<WireAround | null>(null);
  /** What was on the image looked at before this one. */
  previous: { imageId: number; instances: readonly Instance[] } | null = null;
  private asked = 0;
  private finding: Promise<WireAround | null> = Promise.resolve(null);

  constructor(
    private readonly state: State,
    private readonly sync: Sync,
    private readonly reads: Reads,
    private readonly hooks: Hooks,
  ) {}

  async open(imageId: number): Promise<void> {
    const { state, hooks } = this;
    const turn = ++this.asked;
    const left = state.image.value;
    hooks.leaving();
    if (left && left.id !== imageId)
      this.previous = { imageId: left.id, instances: state.doc.all() };
    state.loading.value = true;
    try {
      await patiently(() => this.sync.open(imageId), {
        isOver: () => turn !== this.asked || state.image.value !== null,
        say: hooks.say,
      });
      if (turn !== this.asked || state.image.value?.id !== imageId) return;
      hooks.opened(imageId);
      this.look(imageId);
    } catch (error) {
      hooks.say(sentence(error));
    } finally {
      if (turn === this.asked) state.loading.value = false;
    }
  }

  async next(which: Next = "any"): Promise<void> {
    const image = this.state.image.value;
    if (!image) return;
    if (which === "worst") return this.nextWorst(image.id);
    const found =
      which === "any"
        ? await this.found(image.id)
        : await this.find(image.id, only(which, image.state));
    if (!found) return;
    const [to] = found.after;
    if (to) await this.open(to.id);
    else this.hooks.say(which === "any" ? "This is the last image." : "No such image follows.");
  }

  private async nextWorst(imageId: number): Promise<void> {
    const { ghostRun, ghostScore } = this.state;
    if (ghostRun.value === null)
      return this.hooks.say("Choose a run under Predictions first: the worst is what it says.");
    try {
      const found = await this.reads.worst(imageId, ghostRun.value, ghostScore.value);
      if (found.next) await this.open(found.next.id);
      else this.hooks.say(found.note);
    } catch (error) {
      this.hooks.say(sentence(error));
    }
  }

  async back(): Promise<void> {
    const image = this.state.image.value;
    const found = image && (await this.found(image.id));
    if (!found) return;
    const [to] = found.before;
    if (to) await this.open(to.id);
    else this.hooks.say("This is the first image.");
  }

  /** Learn the neighbours of the image now open, again when the filters have changed. */
  look(imageId: number): void {
    this.finding = this.find(imageId).then((found) => {
      if (found && this.state.image.value?.id === imageId) {
        this.around.value = found;
        this.sync.prefetch(found.after.slice(0, AHEAD).map((image) => image.id));
      }
      return found;
    });
  }

  /** What was learnt when the image was opened; asked again where that failed. */
  private async found(imageId: number): Promise<WireAround | null> {
    return (await this.finding) ?? (await this.find(imageId));
  }

  /** Null when the server does not say, which is told. */
  private async find(
    imageId: number,
    wanted?: { state?: ReviewState; empty?: boolean },
  ): Promise<WireAround | null> {
    try {
      return await this.reads.around(imageId, wanted);
    } catch (error) {
      this.hooks.say(sentence(error));
      return null;
    }
  }
}

function only(which: Exclude<Next, "any" | "worst">, state: ReviewState) {
  if (which === "empty") return { empty: true };
  return { state: which === "new" ? ("new" as const) : state };
}
