/** Brightness, contrast, gamma and inversion of the picture, by a table of 256 values. */
import type { Look } from "../app/state";

type Adjustments = Pick<Look, "brightness" | "contrast" | "gamma" | "invert">;

/** What each value 0..255 of a channel becomes; null when all stay as they are. */
export function tableFor({
  brightness,
  contrast,
  gamma,
  invert,
}: Adjustments): Uint8ClampedArray | null {
  if (brightness === 0 && contrast === 0 && gamma === 1 && !invert) return null;
  // From flat grey at -1 over no change to only black and white at 1.
  const slope = Math.tan(((contrast + 1) * Math.PI) / 4);
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => {
    const curved = (value / 255) ** (1 / gamma);
    const stretched = (curved - 0.5) * slope + 0.5 + brightness;
    const bounded = Math.min(1, Math.max(0, stretched));
    return 255 * (invert ? 1 - bounded : bounded);
  });
}

/** In place: `pixels` as ImageData has them, alpha left alone. */
export function adjust(pixels: Uint8ClampedArray, table: Uint8ClampedArray): void {
  for (let i = 0; i < pixels.length; i += 4) {
    pixels[i] = table[pixels[i]!]!;
    pixels[i + 1] = table[pixels[i + 1]!]!;
    pixels[i + 2] = table[pixels[i + 2]!]!;
  }
}
