/** Which rows of a long list are on the screen; all sizes CSS pixels, all rows of one height. */

export interface Rows {
  readonly row: number;
  readonly total: number;
  /** Of the place they scroll in. */
  readonly height: number;
}

export interface Slice {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** The rows seen at `scroll`, with `extra` more at both ends. */
export function sliceAt(scroll: number, { row, total, height }: Rows, extra = 6): Slice {
  const first = Math.max(0, Math.floor(scroll / row) - extra);
  const end = Math.min(total, Math.ceil((scroll + height) / row) + extra);
  return { first: Math.min(first, end), end };
}

/** The scroll that shows row `index` whole, moved no more than needed. */
export function scrollShowing(index: number, scroll: number, { row, height }: Rows): number {
  const top = index * row;
  if (top < scroll) return top;
  return Math.max(scroll, top + row - height);
}

/** The scroll that has row `index` in the middle, as far as the list goes. */
export function scrollCentring(index: number, { row, total, height }: Rows): number {
  const most = Math.max(0, total * row - height);
  return Math.min(most, Math.max(0, index * row - (height - row) / 2));
}
