/**
 * What is not acknowledged yet, sent one at a time and in order. A gesture that waits (for a person's
 * answer, or for a server that stumbled over it) holds up what builds on it and nothing else.
 */
import { Conflicted, Failed, Refused, TokenExpired, Unreachable } from "./failures";
import { group, touches, touchesKey, type Entry } from "./entry";
import type { Outbox, Work } from "./outbox";
import type { Status } from "./status";
import { pauseAfter } from "./world";

/** What becomes of an entry: each takes it out of the queue, or puts others in its place. */
export interface Courier {
  /** Send and take in the answer. Throws one of failures.ts. */
  deliver(entry: Entry): Promise<void>;
  conflicted(entry: Entry, conflict: Conflicted): void;
  refused(entry: Entry, refusal: Refused): void;
}

/** Gestures that a server fails at in a row before it is left alone for a while. */
const MOST_STUMBLES = 3;

interface Rest {
  readonly until: number;
  readonly times: number;
}

export class Queue {
  private list: readonly Entry[] = [];
  /** By request id, what the server failed at. */
  private resting = new Map<string, Rest>();
  private failures = 0;
  private stumbles = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;
  private draining = false;
  private waiters: ((goesOn: boolean) => void)[] = [];

  constructor(
    private readonly outbox: Outbox,
    private readonly courier: Courier,
    private readonly status: Status,
    private readonly pauses: readonly number[],
  ) {}

  get entries(): readonly Entry[] {
    return this.list;
  }

  /** Of one image, in order. */
  of(imageId: number): Entry[] {
    return this.list.filter((entry) => entry.imageId === imageId);
  }

  isPending(imageId: number, key: string): boolean {
    return this.list.some((entry) => touchesKey(entry, imageId, key));
  }

  /** What was in the browser before. */
  restore(entries: readonly Entry[]): void {
    this.set([...this.list, ...entries]);
    this.kick();
  }

  /** Change the queue and what the browser keeps of it, at once. */
  change(work: Work): void {
    const { add = [], put = [], remove = [] } = work;
    const gone = new Set(remove);
    const newer = new Map(put.map((entry) => [entry.requestId, entry]));
    const kept = this.list.filter((entry) => !gone.has(entry.requestId));
    this.set([...kept.map((entry) => newer.get(entry.requestId) ?? entry), ...add]);
    this.outbox
      .write(work)
      .catch(() =>
        this.status.unkept("This browser cannot keep what is unsent: do not leave yet."),
      );
    this.kick();
  }

  group(first: Entry): Entry[] {
    return group(this.list, first);
  }

  /** Try now, whatever failed before. */
  hurry(): void {
    this.failures = 0;
    this.resting.clear();
    this.kick();
  }

  /** True when all of the image is acknowledged; false when something of it cannot be now. */
  async settled(imageId: number): Promise<boolean> {
    while (this.of(imageId).length > 0) {
      const goesOn = this.next();
      this.kick();
      if (!(await goesOn)) return false;
    }
    return true;
  }

  /** Go on while it goes well, then be still. Resolves then. */
  async drain(): Promise<void> {
    this.draining = true;
    clearTimeout(this.timer);
    while (this.sending) await this.next();
  }

  /** What could be sent at this moment, in order, each before the answer to the one before it. */
  sendable(): Entry[] {
    const now = Date.now();
    const stuck = new Set<string>();
    return this.list.filter((entry) => {
      const names = touches(entry);
      const waits = entry.held || (this.resting.get(entry.requestId)?.until ?? 0) > now;
      if (!waits && !names.some((name) => stuck.has(name))) return true;
      for (const name of names) stuck.add(name);
      return false;
    });
  }

  private set(list: readonly Entry[]): void {
    this.list = list;
    this.status.unsent(list.length);
  }

  private kick(): void {
    if (!this.sending) void this.run();
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    this.sending = true;
    try {
      for (let [entry] = this.sendable(); entry; [entry] = this.sendable()) {
        const delivered = await this.attempt(entry);
        if (this.failures > 0 || (this.draining && !delivered)) break;
        this.tell(true);
      }
    } finally {
      this.sending = false; // whatever happens, the next gesture is sent
      this.tell(false);
    }
    if (!this.draining) this.wait();
  }

  private async attempt(entry: Entry): Promise<boolean> {
    try {
      await this.courier.deliver(entry);
      this.reached();
      this.resting.delete(entry.requestId);
      return true;
    } catch (error) {
      this.fail(entry, error);
      return false;
    }
  }

  private fail(entry: Entry, error: unknown): void {
    if (error instanceof Conflicted) {
      this.reached();
      this.courier.conflicted(entry, error);
    } else if (error instanceof Refused) {
      this.reached();
      this.courier.refused(entry, error);
    } else {
      if (error instanceof Failed) this.rest(entry);
      if (error instanceof Failed && ++this.stumbles < MOST_STUMBLES) return;
      this.failures += 1;
      this.status.offline(error instanceof Unreachable);
      if (!isPassing(error, this.failures)) this.status.stuck((error as Error).message);
    }
  }

  private reached(): void {
    this.failures = 0;
    this.stumbles = 0;
    this.status.offline(false);
    this.status.stuck("");
  }

  private rest({ requestId }: Entry): void {
    const times = (this.resting.get(requestId)?.times ?? 0) + 1;
    this.resting.set(requestId, { times, until: Date.now() + pauseAfter(times, this.pauses) });
  }

  /** Again after a while: when the server may be back, or the first that rests is due. */
  private wait(): void {
    const now = Date.now();
    const due = [...this.resting.values()].map(({ until }) => until - now).filter((ms) => ms > 0);
    if (this.failures > 0) due.push(pauseAfter(this.failures, this.pauses));
    else if (this.sendable().length > 0) due.push(0);
    if (this.list.length === 0 || due.length === 0) return;
    this.timer = setTimeout(() => this.kick(), Math.min(...due));
  }

  /** True after each answer, false when sending stops. */
  private next(): Promise<boolean> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  private tell(goesOn: boolean): void {
    for (const waiter of this.waiters.splice(0)) waiter(goesOn);
  }
}

/** What the offline mark says already, or the page's next token mends. */
function isPassing(error: unknown, failures: number): boolean {
  return error instanceof Unreachable || (error instanceof TokenExpired && failures < 3);
}
