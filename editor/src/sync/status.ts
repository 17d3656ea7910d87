/** How saving stands, for the screen; and the warning to who leaves before it is done. */
import type { SaveState, State } from "../app/state";

export class Status {
  private refusal = "";
  private snag = "";
  private waiting = "";
  private storage = "";
  private readonly warn = (event: Event) => event.preventDefault();

  constructor(
    private readonly state: State,
    private readonly page: EventTarget,
  ) {}

  unsent(count: number): void {
    if (count > 0) this.page.addEventListener("beforeunload", this.warn);
    else this.page.removeEventListener("beforeunload", this.warn);
    this.set({ unsent: count });
  }

  offline(offline: boolean): void {
    if (this.state.save.peek().offline !== offline) this.set({ offline });
  }

  acknowledged(): void {
    this.set({ acknowledged: this.state.save.peek().acknowledged + 1 });
  }

  /** The store will not have it; empty when that is past. */
  refused(sentence: string): void {
    this.refusal = sentence;
    this.tell();
  }

  /** The server answers and yet nothing goes on; empty when it does. */
  stuck(sentence: string): void {
    this.snag = sentence;
    this.tell();
  }

  /** Something on another image waits for an answer. */
  asks(sentence: string): void {
    this.waiting = sentence;
    this.tell();
  }

  /** The browser does not keep what is unsent. */
  unkept(sentence: string): void {
    this.storage = sentence;
    this.tell();
  }

  close(): void {
    this.page.removeEventListener("beforeunload", this.warn);
  }

  private tell(): void {
    const trouble = this.snag || this.refusal || this.waiting || this.storage;
    if (trouble !== this.state.save.peek().trouble) this.set({ trouble });
  }

  private set(part: Partial<SaveState>): void {
    this.state.save.value = { ...this.state.save.peek(), ...part };
  }
}
