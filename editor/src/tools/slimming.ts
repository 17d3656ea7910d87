/** What the brushes leave has no more points than it needs. */
import type { State } from "../app/state";
import { nearestEdge } from "../geometry/hits";
import { slimmed } from "../geometry/slim";
import type { Parts } from "../geometry/types";

const MOST = 0.25; // image pixels that an outline may come to lie off
const UNSEEN = 0.5; // CSS pixels: near by, one works more finely
const BESIDE = 0.5; // image pixels: what runs along a neighbour must not come to lie on it

/** `after` with fewer points where it is new; those along the neighbours `keptOff` stay. */
export function slim(
  state: State,
  before: Parts,
  after: Parts,
  keptOff: ReadonlyMap<string, Parts>,
): Parts {
  const others = [...keptOff.values()];
  const isBeside = (x: number, y: number) =>
    others.some((parts) => nearestEdge(parts, { x, y }, BESIDE) !== null);
  return slimmed(before, after, Math.min(MOST, UNSEEN / state.view.value.scale), isBeside);
}
