/** What the browser keeps for a person; one that forbids it forgets, and nothing else goes wrong. */
import { effect } from "@preact/signals";

/** Named, not held: where a browser forbids them, the mention itself throws. */
export type Store = "sessionStorage" | "localStorage";

const CALM = 250; // milliseconds without a change before it is written

/** What was kept under `name`, as it was or as somebody else left it; null when there is nothing. */
export function kept(store: Store, name: string): unknown {
  try {
    return JSON.parse(globalThis[store]?.getItem(name) ?? "null");
  } catch (error) {
    console.warn(`The editor cannot read ${name}: ${error}`);
    return null;
  }
}

export function keep(store: Store, name: string, value: unknown): void {
  try {
    globalThis[store]?.setItem(name, JSON.stringify(value));
  } catch (error) {
    console.warn(`The editor cannot keep ${name}: ${error}`);
  }
}

/** Write what `value` says after every change of it, once it has calmed down, and at the stop. */
export function written(storage: Store, name: string, value: () => unknown): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: unknown = null;
  const write = () => {
    clearTimeout(timer);
    if (latest !== null) keep(storage, name, latest);
  };
  const stop = effect(() => {
    latest = value();
    clearTimeout(timer);
    timer = setTimeout(write, CALM);
  });
  addEventListener("pagehide", write);
  return () => {
    stop();
    write();
    removeEventListener("pagehide", write);
  };
}
