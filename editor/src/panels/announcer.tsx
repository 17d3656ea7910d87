/** What was just done, said politely to screen readers and shown for a moment. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "./desk";

const SHOWN = 2600; // milliseconds: time to read a sentence

export function Announcer(): JSX.Element {
  const said = useDesk().tools.state.said.value;
  const [isShown, show] = useState(false);
  useEffect(() => {
    if (!said.text || said.isQuiet) return;
    show(true);
    const timer = setTimeout(() => show(false), SHOWN);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        {said.text}
      </div>
      <div class={`toast${isShown && !said.isQuiet ? " shown" : ""}`} aria-hidden="true">
        {said.text}
      </div>
    </>
  );
}
