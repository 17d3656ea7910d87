/** What the browser keeps for a person; one that forbids it forgets, and nothing else goes wrong. */

/** Named, not held: where a browser forbids them, the mention itself throws. */
export type Store = "sessionStorage" | "localStorage";

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
