/** The editor around its canvas: bars above and below, images at the left, panels at the right. */
import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ACTIONS } from "../keys/table";
import { Announcer } from "./announcer";
import { IconButton } from "./button";
import { ClassBar } from "./classBar";
import { ConflictDialog } from "./conflictDialog";
import { DeskProvider, type Desk } from "./desk";
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

export function Shell({ surface, ...given }: ShellProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const keeper = useMemo(keepLayout, []);
  useLayoutEffect(() => {
    const watched = new ResizeObserver(() => keeper.fit(root.current!.clientWidth));
    watched.observe(root.current!);
    return () => watched.disconnect();
  }, []);
  const refocus = (): void => surface.focus({ preventScroll: true });
  const desk: Desk = { ...given, refocus, actions: ACTIONS };
  const { help } = desk.tools.state;
  const closeHelp = (): void => {
    help.value = false;
    refocus();
  };
  return (
    <DeskProvider value={desk}>
      <div class="shell" ref={root} {...focusBack(refocus)}>
        <header class="bars">
          <Toolbar onHelp={() => (help.value = true)} />
          <div class="second-bar">
            <ClassBar />
            <SaveState />
            <ImageBar />
          </div>
        </header>
        <Strip {...keeper} />
        <main class="stage">
          <div class="slot" ref={(slot) => slot?.append(surface)} />
          <EmptyState />
          <Announcer />
        </main>
        <SidePanel {...keeper} />
        <StatusLine />
        <ConflictDialog />
        {help.value && <Help onClose={closeHelp} />}
      </div>
    </DeskProvider>
  );
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
