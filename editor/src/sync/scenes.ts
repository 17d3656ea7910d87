/** What the store has of an image: asked for when it is opened, or ahead of that. */
import type { Api, SceneAnswer } from "./api";

/** Milliseconds for which what was fetched ahead is shown before it is asked for again. */
const FRESH = 60_000;

interface Ahead {
  readonly stop: AbortController;
  readonly answer: Promise<SceneAnswer | null>;
  readonly at: number;
}

export class Scenes {
  private readonly ahead = new Map<number, Ahead>();

  constructor(private readonly api: Api) {}

  /** What was fetched ahead, once; null when there is nothing fresh. */
  async take(imageId: number): Promise<SceneAnswer | null> {
    const found = this.ahead.get(imageId);
    this.ahead.delete(imageId);
    if (!found || Date.now() - found.at > FRESH) return null;
    return found.answer.catch(() => null); // then it is asked for as if nobody had before
  }

  /** Ask for an image ahead; the same answer for all who ask. */
  fetch(imageId: number): Promise<SceneAnswer | null> {
    const known = this.ahead.get(imageId);
    if (known && Date.now() - known.at <= FRESH) return known.answer;
    const stop = new AbortController();
    const one = { stop, answer: this.api.scene(imageId, null, stop.signal), at: Date.now() };
    this.ahead.set(imageId, one);
    one.answer.catch(() => this.ahead.get(imageId) === one && this.ahead.delete(imageId));
    return one.answer;
  }

  keep(wanted: ReadonlySet<number>): void {
    for (const [imageId, { stop }] of this.ahead) {
      if (wanted.has(imageId)) continue;
      stop.abort();
      this.ahead.delete(imageId);
    }
  }
}
