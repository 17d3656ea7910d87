/** Pictures, decoded off the main thread; few are held, for each takes width x height x 4 bytes. */
import { Refused, Unreachable } from "./failures";
import type { World } from "./world";

/** The one shown, the one before it, the next two. */
const MOST = 4;

interface Held {
  readonly picture: Promise<ImageBitmap>;
  readonly stop: AbortController;
  isThere: boolean;
}

export class Pictures {
  private readonly held = new Map<number, Held>();
  /** The image whose picture is on screen. */
  private shown: number | null = null;

  constructor(private readonly world: Pick<World, "fetch" | "decode">) {}

  /** Throws Unreachable, or Refused when it is no picture. `low`: others come first. */
  of(imageId: number, url: string, priority: RequestPriority = "high"): Promise<ImageBitmap> {
    const known = this.held.get(imageId);
    const one = known ?? this.begin(imageId, url, priority);
    this.held.delete(imageId);
    this.held.set(imageId, one);
    this.trim();
    return one.picture;
  }

  /** Its picture is on screen, and not closed before another one's is. */
  show(imageId: number): void {
    this.shown = imageId;
    this.trim();
  }

  /** Let go what is still on its way to images that nobody wants any more. */
  keep(wanted: ReadonlySet<number>): void {
    for (const [imageId, { isThere }] of [...this.held])
      if (!isThere && !wanted.has(imageId)) this.drop(imageId);
  }

  close(): void {
    for (const imageId of [...this.held.keys()]) this.drop(imageId);
  }

  private trim(): void {
    for (const imageId of [...this.held.keys()])
      if (this.held.size > MOST && imageId !== this.shown) this.drop(imageId);
  }

  private begin(imageId: number, url: string, priority: RequestPriority): Held {
    const stop = new AbortController();
    const picture = this.load(url, priority, stop.signal);
    const one: Held = { picture, stop, isThere: false };
    picture.then(
      () => (one.isThere = true),
      () => this.held.get(imageId) === one && this.held.delete(imageId), // the next asks anew
    );
    return one;
  }

  private async load(
    url: string,
    priority: RequestPriority,
    signal: AbortSignal,
  ): Promise<ImageBitmap> {
    const response = await this.world.fetch(url, { priority, signal }).catch((error: unknown) => {
      throw new Unreachable(error);
    });
    if (!response.ok) throw new Refused(response.status, "The picture cannot be read.");
    const blob = await response.blob().catch((error: unknown) => {
      throw new Unreachable(error);
    });
    return this.world.decode(blob).catch(() => {
      throw new Refused(415, "The picture cannot be shown by this browser.");
    });
  }

  private drop(imageId: number): void {
    const one = this.held.get(imageId);
    this.held.delete(imageId);
    one?.stop.abort();
    one?.picture.then(
      (bitmap) => bitmap.close(),
      () => undefined, // whoever asked for it has heard
    );
  }
}
