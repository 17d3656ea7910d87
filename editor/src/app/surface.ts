/** The canvas' place on the page: what has the focus while one works. */
import { HINT_ID } from "../panels/statusLine";

export function makeSurface(): HTMLElement {
  const surface = document.createElement("div");
  surface.className = "surface";
  surface.tabIndex = 0;
  surface.setAttribute("role", "application");
  surface.setAttribute("aria-label", "Polygon editor");
  surface.setAttribute("aria-describedby", HINT_ID);
  return surface;
}
