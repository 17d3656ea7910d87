/** The editor around its canvas: bars above and below, images at the left, panels at the right. */
import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ACTIONS } from "../keys/table";
import { Announcer } from "./announcer";
import { IconButton } from "./button";
import { ClassBar } from "./classBar";
import { ConflictDialog } from "./conflictDialog";
import { DeskProvider, useDesk, type Desk } from "./desk";
import { EmptyState } from "./emptyState";
import { Filmstrip } from "./filmstrip";
import { focusBack } from "./focus";
import { Help } from "./help";
import { ImageBar } from "./imageBar";
import { keepLayout, type LayoutKeeper } from "./layout";
import { SaveState } from "./saveState";
import { SidePanel } from "./sidePanel";
import { StatusLine } from "./statusLine";
import { Toolbar } from "./toolbar";

export interface ShellProps extends Omit<Desk, "refocus" | "actions"> {
  /** What is drawn on and has the keyboard; the shell gives it all the room there is. */
  surface: HTMLElement;
}

/** Rendered once: what it is given stays, and what changes is a signal. */
export function Shell({ surface, ...given }: ShellProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const slot = useRef<HTMLDivElement>(null);
  const keeper = useMemo(keepLayout, []);
  const desk = useMemo<Desk>(() => {
    const refocus = (): void => surface.focus({ preventScroll: true });
    return { ...given, refocus, actions: ACTIONS };
  }, []);
  const listeners = useMemo(() => focusBack(desk.refocus), []);
  useLayoutEffect(() => {
    slot.current!.append(surface);
    const watched = new ResizeObserver(() => keeper.fit(root.current!.clientWidth));
    watched.observe(root.current!);
    return () => watched.disconnect();
  }, []);
  return (
    <DeskProvider value={desk}>
      <div class="shell" ref={root} {...listeners}>
        <Bars />
        <Strip {...keeper} />
        <main class="stage">
          <div class="slot" ref={slot} />
          <EmptyState />
          <Loading />
          <Announcer />
        </main>
        <SidePanel {...keeper} />
        <StatusLine />
        <ConflictDialog />
        <Help />
      </div>
    </DeskProvider>
  );
}

function Bars(): JSX.Element {
  return (
    <header class="bars">
      <Toolbar />
      <div class="second-bar">
        <ClassBar />
        <SaveState />
        <ImageBar />
      </div>
    </header>
  );
}

/** The next image is on its way; the one before is still there. */
function Loading(): JSX.Element | null {
  const { loading } = useDesk().tools.state;
  return loading.value ? <div class="loading" role="progressbar" aria-label="Opening" /> : null;
}

function Strip({ layout, change }: LayoutKeeper): JSX.Element {
  const { strip } = layout.value;
  return (
    <nav class={`strip${strip ? "" : " folded"}`} aria-label="Images">
      <IconButton
        icon={strip ? "left" : "film"}
        title={strip ? "Fold the images" : "Show the images"}
        onClick={() => change({ strip: !strip })}
      />
      {strip && <Filmstrip />}
    </nav>
  );
}
