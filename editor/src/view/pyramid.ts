/** The picture and halves of it, so that a small drawing of it is cheap and does not flicker. */
import type { Size } from "../geometry/types";

export type Picture = ImageBitmap | HTMLImageElement;

const SMALLEST = 200; // pixels of the longer side that are halved no more

/** How often a picture of `size` is halved. */
export function halvings(size: Size): number {
  const longer = Math.max(size.width, size.height);
  return Math.max(0, Math.ceil(Math.log2(longer / SMALLEST)));
}

/**
 * Which level to draw from at `scale` device pixels a pixel of the whole picture: the smallest that
 * still has a pixel for each on the screen. Level n has 2 ** -n of the picture's pixels a side.
 */
export function levelFor(scale: number, count: number): number {
  const level = Math.floor(Math.log2(1 / scale) + 1e-9);
  return Math.min(count - 1, Math.max(0, level));
}

/** `picture` first, then each half as large as the one before; filled while it is used. */
export class Pyramid {
  readonly levels: ImageBitmap[] = [];
  private isClosed = false;

  /** `changed` is called when a level has come. */
  constructor(
    readonly picture: Picture,
    private readonly changed: () => void,
  ) {
    this.build().catch((error: unknown) => this.failed(error));
  }

  /** Pixels of the picture as it is. */
  get size(): Size {
    const { picture } = this;
    return "naturalWidth" in picture
      ? { width: picture.naturalWidth, height: picture.naturalHeight }
      : { width: picture.width, height: picture.height };
  }

  /** What to draw from: the level for `scale`, or the nearest larger one that is there. */
  at(scale: number): { level: number; source: Picture } {
    const level = Math.min(levelFor(scale, halvings(this.size) + 1), this.levels.length);
    return { level, source: level === 0 ? this.picture : this.levels[level - 1]! };
  }

  /** The picture itself stays with whoever gave it. */
  close(): void {
    this.isClosed = true;
    for (const level of this.levels) level.close();
  }

  /** Without its halves the picture is drawn all the same; one that was put away cannot be halved. */
  private failed(error: unknown): void {
    if (!this.isClosed) console.warn("The picture cannot be halved:", error);
  }

  private async build(): Promise<void> {
    const { width, height } = this.size;
    let source = this.picture;
    for (let level = 1; level <= halvings(this.size); level += 1) {
      const half = await createImageBitmap(source, {
        resizeWidth: Math.max(1, Math.round(width / 2 ** level)),
        resizeHeight: Math.max(1, Math.round(height / 2 ** level)),
        resizeQuality: "low", // at exactly half, each pixel is the mean of four
      });
      if (this.isClosed) return half.close();
      this.levels.push(half);
      source = half;
      this.changed();
    }
  }
}
