/** How much may be drawn in one frame besides what must be: estimated milliseconds. */

const SHARE = 6; // of a frame's 16 ms
const SLOW = 20; // milliseconds between frames that say it was too much

/**
 * The browser rasters after the script has run, so a clock would not see the cost: it is estimated,
 * and the estimate is corrected by how late the next frame comes.
 */
export class Budget {
  private left = 0;
  private pace = 1;
  private worked = false;

  /** A frame begins, `interval` milliseconds after the one before. */
  begin(interval: number): void {
    if (this.worked) {
      const factor = interval > SLOW ? 0.75 : 1.05;
      this.pace = Math.min(3, Math.max(0.3, this.pace * factor));
    }
    this.worked = false;
    this.left = SHARE * this.pace;
  }

  get isSpent(): boolean {
    return this.left <= 0;
  }

  spend(cost: number): void {
    this.left -= cost;
    this.worked = true;
  }
}
