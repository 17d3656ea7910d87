/** What was just done, said politely to screen readers; what cannot be seen is shown for a moment too. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useDesk } from "./desk";

const SHOWN = 2600; // milliseconds: time to read a sentence

export function Announcer(): JSX.Element {
  const { state } = useDesk().tools;
  const said = state.said.value;
  const revision = state.doc.revision.value;
  const loud = useRef(said);
  if (!said.isQuiet) loud.current = said;
  const { text, turn } = loud.current;
  const [isShown, show] = useState(false);
  useEffect(() => show(false), [revision]); // what was said before is no longer news
  useEffect(() => {
    if (!text) return;
    show(true);
    const timer = setTimeout(() => show(false), SHOWN);
    return () => clearTimeout(timer);
  }, [turn]);
  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        <span key={said.turn}>{said.text}</span>
      </div>
      <div class={`toast${isShown ? " shown" : ""}`} aria-hidden="true">
        {text}
      </div>
    </>
  );
}
