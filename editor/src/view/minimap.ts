/** The whole picture, small, and what of it is seen; a press on it goes there. */
import type { State } from "../app/state";
import { holds, overlap } from "./boxes";
import type { Picture } from "./pyramid";

const LONGER = 160; // CSS pixels of its longer side
const MARGIN = 12;

export class Minimap {
  readonly element = document.createElement("canvas");
  private readonly stop = new AbortController();
  private last = "";
  private lastPicture: Picture | null = null;

  constructor(private readonly state: State) {
    const { element } = this;
    element.className = "minimap";
    element.setAttribute("aria-hidden", "true");
    element.style.cssText = `position: absolute; right: ${MARGIN}px; bottom: ${MARGIN}px; cursor: pointer;
      border: 1px solid rgba(128, 128, 128, 0.8); border-radius: 4px; touch-action: none;`;
    const { signal } = this.stop;
    for (const name of ["pointerdown", "pointermove", "pointerup", "wheel"] as const)
      element.addEventListener(name, (event) => event.stopPropagation(), { signal });
    element.addEventListener("pointerdown", (event) => this.press(event), { signal });
    element.addEventListener("pointermove", (event) => this.move(event), { signal });
  }

  /** Draw where the view is; `thumbnail` is asked for the picture when it is needed. */
  draw(ratio: number, thumbnail: (width: number) => Picture | null): void {
    const { element, state } = this;
    const image = state.image.value;
    element.hidden = !this.isUseful();
    if (!image || element.hidden) return;
    const scale = LONGER / Math.max(image.width, image.height);
    const picture = thumbnail(image.width * scale * ratio);
    const look = JSON.stringify([image.id, state.view.value, ratio]);
    if (look === this.last && picture === this.lastPicture) return;
    this.last = look;
    this.lastPicture = picture;
    this.resize(image.width * scale, image.height * scale, ratio);
    this.paint(scale * ratio, picture);
  }

  dispose(): void {
    this.stop.abort();
  }

  /** Where all of the picture is seen it would only hide a corner of it. */
  private isUseful(): boolean {
    const { image, look, view, imageBox } = this.state;
    return image.value !== null && look.value.minimap && !holds(view.value.seen, imageBox);
  }

  private resize(width: number, height: number, ratio: number): void {
    const { element } = this;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (element.width !== across) element.width = across;
    if (element.height !== down) element.height = down;
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
  }

  private paint(scale: number, picture: Picture | null): void {
    const { element, state } = this;
    const ctx = element.getContext("2d", { alpha: false })!;
    ctx.fillStyle = "#777777";
    ctx.fillRect(0, 0, element.width, element.height);
    if (picture) ctx.drawImage(picture, 0, 0, element.width, element.height);
    const seen = overlap(state.view.value.seen, state.imageBox);
    if (!seen) return;
    const [width, height] = [(seen.x2 - seen.x1) * scale, (seen.y2 - seen.y1) * scale];
    ctx.strokeStyle = "#000000";
    ctx.lineWidth = 4;
    ctx.strokeRect(seen.x1 * scale, seen.y1 * scale, width, height);
    ctx.strokeStyle = "#ffffff";
    ctx.lineWidth = 2;
    ctx.strokeRect(seen.x1 * scale, seen.y1 * scale, width, height);
  }

  private press(event: PointerEvent): void {
    event.preventDefault(); // the canvas keeps the focus
    this.element.setPointerCapture(event.pointerId);
    this.go(event);
  }

  private move(event: PointerEvent): void {
    if (event.buttons & 1) this.go(event);
  }

  private go({ offsetX, offsetY }: PointerEvent): void {
    const { view, image } = this.state;
    const { width, height } = this.element.getBoundingClientRect();
    if (!image.value || width === 0) return;
    const centre = {
      x: (offsetX / width) * image.value.width,
      y: (offsetY / height) * image.value.height,
    };
    view.value = view.value.centred(centre, view.value.scale);
  }
}
