/** How much may be drawn in one frame besides what must be: estimated milliseconds. */

/** Of a frame's 16 ms: while the picture rests or is shifted, and while it is scaled in every frame. */
const SHARE = { calm: 6, zooming: 3 };
const SLOW = 20; // milliseconds between frames that say it was too much

/**
 * The browser rasters after the script has run, so a clock would not see the cost: it is estimated,
 * and the estimate is corrected by how late the next frame comes.
 */
export class Budget {
  private left = 0;
  private pace = 1;
  private overdrawn = false;

  /** A frame begins, `interval` milliseconds after the one before. */
  begin(interval: number, what: keyof typeof SHARE): void {
    // After a frame that left nothing to do the next one may come at any time.
    if (this.overdrawn) {
      const factor = interval > SLOW ? 0.7 : 1.04;
      this.pace = Math.min(2, Math.max(0.3, this.pace * factor));
    }
    this.left = SHARE[what] * this.pace;
    this.overdrawn = false;
  }

  get isSpent(): boolean {
    return this.left <= 0;
  }

  spend(cost: number): void {
    this.left -= cost;
    this.overdrawn ||= this.isSpent;
  }
}
