/** How long a person works on a gesture: the time since the one before, pauses left out. */

/** A longer silence of pointer and keys is a pause, milliseconds. */
export const PAUSE = 15_000;

export class WorkClock {
  isRecording = true;
  private worked = 0;
  private last: number | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The person did something: moved, pressed, turned the wheel. */
  stir(): void {
    const at = this.now();
    if (this.last !== null && at - this.last < PAUSE) this.worked += at - this.last;
    this.last = at;
  }

  /** Seconds since the last take; null when they are not recorded. */
  take(): number | null {
    this.stir();
    const seconds = Math.round(this.worked / 10) / 100;
    this.worked = 0;
    return this.isRecording ? seconds : null;
  }

  /** Another image: what was spent looking at the one before is nobody's. */
  reset(): void {
    this.worked = 0;
    this.last = null;
  }
}
