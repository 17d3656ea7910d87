/** What the pointer does when it does not pan or zoom: it works the current tool. */
import type { Point } from "../geometry/types";
import type { Pointing, Tool, Tools } from "../tools/tool";
import type { WorkClock } from "./clock";
import type { Target } from "./pointing";

export interface Bench {
  readonly tools: Tools;
  readonly clock: WorkClock;
  tool(): Tool;
  isPanning(): boolean;
  /** Something may look different now. */
  refresh(): void;
}

export function toolTarget(bench: Bench): Target {
  const { tools, clock } = bench;
  const { state, acts } = tools;
  const work = (act: () => void) => {
    act();
    bench.refresh();
  };
  const at = (pointing: Pointing) => {
    state.pointer.value = pointing.image;
    state.crosshair.value = null;
  };
  return {
    toImage: (screen: Point) => state.view.value.toImage(screen),
    hover: (pointing) =>
      work(() => {
        at(pointing);
        bench.tool().hover?.(pointing, tools);
      }),
    leave: () =>
      work(() => {
        state.pointer.value = null;
        state.hovered.value = null;
      }),
    down: (pointing) =>
      work(() => {
        at(pointing);
        bench.tool().down?.(pointing, tools);
      }),
    drag: (pointing, all) =>
      work(() => {
        at(pointing);
        bench.tool().drag?.(pointing, tools, all);
      }),
    up: (pointing) => work(() => bench.tool().up?.(pointing, tools)),
    lost: () => work(() => bench.tool().lost?.(tools)),
    wheel: (steps, pointing) => {
      const taken = bench.tool().wheel?.(steps, pointing, tools) ?? false;
      bench.refresh();
      return taken;
    },
    pan: (dx, dy) => acts.pan(dx, dy),
    zoom: (factor, point) => acts.zoom(factor, point),
    stir: () => clock.stir(),
    isPanning: bench.isPanning,
  };
}
