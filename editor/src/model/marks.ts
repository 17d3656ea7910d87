/** How classes are told apart besides by their colours, and what is written on a colour. */

/** More classes than colours that anybody can tell apart. */
const MARKED_FROM = 11;

/** Whether so many classes need their marks. */
export function areMarked(count: number): boolean {
  return count >= MARKED_FROM;
}

/** Black or white, whichever is read better on `color` ("#rrggbb"; WCAG's relative luminance). */
export function inkOn(color: string): "#000000" | "#ffffff" {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return light > 0.179 ? "#000000" : "#ffffff";
}
