/** What a panel asks the server for, again when something has changed; only the last answer counts. */
import { useEffect } from "preact/hooks";

interface Asked<T> {
  /** Null: nothing is to be asked now. */
  readonly ask: (() => Promise<T>) | null;
  readonly heard: (answer: T) => void;
  readonly failed: (error: unknown) => void;
  /** Milliseconds after the last change before it is asked. */
  readonly calm: number;
}

/** Asks whenever one of `changes` is another. */
export function useAsked<T>({ ask, heard, failed, calm }: Asked<T>, changes: readonly unknown[]) {
  useEffect(() => {
    if (!ask) return;
    let isLast = true;
    const timer = setTimeout(() => {
      ask().then(
        (answer) => isLast && heard(answer),
        (error: unknown) => isLast && failed(error),
      );
    }, calm);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, changes);
}
