/** Scrolling a long list of which only the rows on the screen exist. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { scrollCentring, scrollShowing, sliceAt, type Slice } from "./windowing";

export interface ScrolledRows extends Slice {
  /** Of the element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Of all rows together, CSS pixels. */
  readonly length: number;
  /** Of what is in sight, CSS pixels; 0 until it is laid out. */
  readonly height: number;
  onScroll(): void;
  show(index: number): void;
  centre(index: number): void;
}

export function useRows(row: number, total: number): ScrolledRows {
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [scroll, setScroll] = useState(0);
  useLayoutEffect(() => {
    const watched = new ResizeObserver(() => setHeight(ref.current?.clientHeight ?? 0));
    watched.observe(ref.current!);
    return () => watched.disconnect();
  }, []);
  const rows = { row, total, height };
  const scrollTo = (to: (scroll: number) => number): void => {
    if (ref.current && height > 0) ref.current.scrollTop = to(ref.current.scrollTop);
  };
  return {
    ref,
    ...sliceAt(scroll, rows),
    length: row * total,
    height,
    onScroll: () => setScroll(ref.current?.scrollTop ?? 0),
    show: (index) => scrollTo((from) => scrollShowing(index, from, rows)),
    centre: (index) => scrollTo(() => scrollCentring(index, rows)),
  };
}
