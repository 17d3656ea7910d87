/** The editor's own icons: 20 by 20, drawn in strokes of the text's colour. */
import type { JSX } from "preact";

/** Path data; what follows a "|" is filled, not stroked. */
const DRAWN = {
  select: "M5 3.5 15.5 10l-4.7 1.1L8.6 15.5z",
  stroke:
    "M3 13c2-6 4-7 6-4s4 3 5-2l1-3.5M12.5 5.5 15.2 3l1.6 3.3|M3 15a1.4 1.4 0 1 0 0-2.8A1.4 1.4 0 0 0 3 15z",
  push: "M2 14.5c3.5 0 3-10 8-10s4.5 10 8 10M10 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  brush:
    "M16.5 3.5 9.5 11M8 11.2c-2.6-.3-3.4 1.6-3.6 3-.1.9-.7 1.6-1.4 1.9 3.4 1.1 6.7-.2 6.5-3.3z",
  polygon:
    "M5 15.5 3.5 8 10 4l6.5 4.5-2.5 7z|M10 5.5A1.5 1.5 0 1 0 10 2.5a1.5 1.5 0 0 0 0 3zM5 17a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM16.5 10a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
  rectangle: "M3.5 5.5h13v9h-13z",
  ellipse: "M10 15c4 0 7-2.2 7-5s-3-5-7-5-7 2.2-7 5 3 5 7 5z",
  slice: "M4 4.5h12v11H4zM17.5 2 2.5 18",
  hole: "M4 4h12v12H4zM10 12.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z",
  part: "M3 4.5h7v7H3zM14 10.5v6M11 13.5h6",
  undo: "M7 4 3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5h-8a4.5 4.5 0 0 0 0 9H12",
  fit: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M7.5 8h5v4h-5z",
  actual:
    "M4 6.5 6 5v10M14 6.5 16 5v10|M10 8.6a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM10 13.4a1 1 0 1 0 0-2 1 1 0 0 0 0 2z",
  zoomSelection:
    "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.6 12.6 17 17M6.5 8.5h4M8.5 6.5v4",
  look: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z|M10 3a7 7 0 0 1 0 14z",
  more: "|M4.5 11.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM10 11.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM15.5 11.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
  help: "M7 7.5a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.2-1.6 2.4|M10 16.4a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2z",
  left: "M12 4.5 6.5 10l5.5 5.5",
  right: "M8 4.5 13.5 10 8 15.5",
  down: "M5 7.5 10 12.5l5-5",
  up: "M5 12.5 10 7.5l5 5",
  eye: "M2.5 10c1.8-3.3 4.4-5 7.5-5s5.7 1.7 7.5 5c-1.8 3.3-4.4 5-7.5 5s-5.7-1.7-7.5-5zM10 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600z",
  eyeOff: "M2.5 10c1.8 3.3 4.4 5 7.5 5s5.7-1.7 7.5-5M5 13.2 3.6 15M10 15v2M15 13.200l1.4 1.8",
  lock: "M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  unlock: "M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 5.8-1.1",
  check: "M4 10.5 8.2 14.5 16 5.5",
  cross: "M5 5l10 10M15 5 5 15",
  plus: "M10 4v12M4 10h12",
  search: "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.6 12.6 17 17",
  import: "M10 3v8.500M6.5 8.5 10 12l3.5-3.500M3.5 12.500v4h13v-4",
  person:
    "M10 9.500a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.400zM3.5 17c.5-3.6 3-5.2 6.5-5.200s6 1.6 6.5 5.2",
  model: "M6 6h8v8H6zM8 3v3M12 3v3M8 14v3M12 14v3M3 8h3M3 12h3M14 8h3M14 12h3",
  crowd:
    "M7 9a2.3 2.3 0 1 0 0-4.600A2.3 2.3 0 0 0 7 9zM13.5 9.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2.5 15.500c.3-2.8 1.9-4.2 4.5-4.200s4.2 1.4 4.5 4.200M12.5 11.900c2.7-.5 4.7.7 5 3.6",
  exact: "M4 4h12v12H4zM8 4v12M12 4v12M4 8h12M4 12h12",
  edited: "M4 16l.8-3.500L13.5 3.800l2.7 2.7-8.7 8.700z",
  list: "M7.5 5H17M7.5 10H17M7.5 15H17|M4 6.200a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.400zM4 11.200a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.400zM4 16.200a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.400z",
  history: "M3.5 10a6.5 6.5 0 1 0 2-4.700L3.5 7M3.5 3.500V7H7M10 6.500V10l2.5 2",
  ghosts:
    "M4 4h2.500M9 4h2.500M14 4h2v2M16 9v2.500M16 14v2h-2M11 16H8.500M6 16H4v-2M4 11V8.500M7.5 10.200l1.8 1.8 3.2-3.7",
  film: "M4 3h12v14H4zM7 3v14M13 3v14M4 7.500h3M4 12.500h3M13 7.500h3M13 12.500h3",
  panel: "M3 4h14v12H3zM12.5 4v12",
  offline:
    "M6 15.500h8.500a3 3 0 0 0 .6-5.900A5 5 0 0 0 8 6M5.5 8.700A3.5 3.5 0 0 0 6 15.500M3 3l14 14",
  warning: "M10 3.5 17.5 16.500h-15zM10 8.500v4|M10 15.300a.9.9 0 1 0 0-1.8.9.9 0 0 0 0 1.800z",
  reset: "M4 10a6 6 0 1 1 1.8 4.300M4 14.500V10h4.5",
  newState: "M10 15.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
  inWork: "M10 15.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z|M10 4.500a5.5 5.5 0 0 1 0 11z",
  forReview: "M5.5 17V3.500h9l-2.3 3.3 2.3 3.400h-9",
} as const;

export type IconName = keyof typeof DRAWN;

/** Beside a text or in a labelled button: says nothing by itself. With `label` it does. */
export function Icon({ name, label }: { name: IconName; label?: string }): JSX.Element {
  const [stroked, filled] = DRAWN[name].split("|");
  const said = label
    ? ({ role: "img", "aria-label": label } as const)
    : ({ "aria-hidden": true } as const);
  return (
    <svg class="icon" viewBox="0 0 20 20" {...said}>
      {label && <title>{label}</title>}
      {stroked && <path d={stroked} />}
      {filled && <path d={filled} class="filled" />}
    </svg>
  );
}
