/** Which stretches of the outline give way to a round cursor. */
import { chainsIn } from "./chains";
import type { Chain } from "./chains";
import type { Rim } from "./rim";
import { refsOf } from "./rings";
import { ringAt } from "./types";
import type { Parts, Point, RingRef } from "./types";

/** A stretch of one ring that gives way. */
export interface Yielding extends RingRef {
  readonly chain: Chain;
}

/** The cosine of the angle to the move beyond which a stretch lies behind the cursor. */
const BEHIND = -0.5;

/** The stretches deep enough in the cursor that it does not move away from; `move` is of length 1. */
export function yieldingIn(parts: Parts, rim: Rim, move: Point): Yielding[] {
  const depth = depthOf(rim);
  return refsOf(parts).flatMap((ref) =>
    chainsIn(ringAt(parts, ref)!, rim.centre, rim.radius)
      .filter(({ distance, sweep }) => distance < depth && Math.abs(sweep) < 2 * Math.PI)
      .filter(({ bearing, sweep }) => {
        const middle = bearing + sweep / 2;
        return Math.cos(middle) * move.x + Math.sin(middle) * move.y > BEHIND;
      })
      .map((chain) => ({ ...ref, chain })),
  );
}

/** Those in the wider cursor `behind` that another, which `rim` moves, parts from its centre. */
export function hiddenIn(parts: Parts, behind: Rim, rim: Rim, move: Point): Yielding[] {
  const all = yieldingIn(parts, behind, move);
  const depth = depthOf(rim);
  return all.filter(({ chain }) =>
    all.some(({ chain: other }) => {
      const isBefore = other.distance < chain.distance && other.distance < depth;
      return isBefore && overlapInAngle(chain, other);
    }),
  );
}

/** How near the centre an outline must come to be moved; points `spacing` apart leave it that deep. */
function depthOf({ radius, spacing }: Rim): number {
  return radius - Math.min(radius / 10, Math.max(0.05, spacing ** 2 / (72 * radius)));
}

function overlapInAngle(a: Chain, b: Chain): boolean {
  const between = Math.cos(a.bearing + a.sweep / 2 - b.bearing - b.sweep / 2);
  const apart = Math.acos(Math.min(1, Math.max(-1, between)));
  return apart < (Math.abs(a.sweep) + Math.abs(b.sweep)) / 2;
}
