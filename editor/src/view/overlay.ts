/** What tools draw with: everything in image pixels, sized in CSS pixels, two-tone so that it can be seen on any picture. */
import type { Parts, Path, Point } from "../geometry/types";

export interface LineStyle {
  /** "#rrggbb" of the light inner line; a dark wider one lies under it. */
  readonly color: string;
  /** CSS pixels; 1.5 unless said. */
  readonly width?: number;
  readonly dashed?: boolean;
  /** Opacity of the fill in `color`; none unless said. */
  readonly fill?: number;
}

/** One frame's painter of the top layer. */
export interface OverlayPainter {
  parts(parts: Parts, style: LineStyle): void;
  path(path: Path, style: LineStyle): void;
  /** A square for each point; those in `chosen` filled. `size` shrinks where they stand close. */
  handles(points: Path, style: LineStyle & { chosen?: ReadonlySet<number> }): void;
  dot(point: Point, style: LineStyle & { radius?: number }): void;
  /** `radius` in CSS pixels. */
  circle(centre: Point, radius: number, style: LineStyle): void;
  text(point: Point, text: string): void;
  cross(point: Point): void;
}
