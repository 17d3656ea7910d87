/**
 * The entry that Streamlit calls: once when the component appears, and again with new data at every
 * rerun. The editor itself lives on its element, whatever Streamlit does around it.
 */
import { Editor, type PageData } from "./app/editor";

interface Call {
  readonly data: PageData;
  readonly parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

const editors = new WeakMap<Element, Editor>();

export default function segcoreEditor(call: Call): () => void {
  const host = call.parentElement.querySelector(".segcore-editor")!;
  const page = {
    shown: (imageId: number) => call.setStateValue("image", imageId),
    renew: () => call.setTriggerValue("renew", true),
  };
  const known = editors.get(host);
  if (known) known.update(call.data, page);
  else editors.set(host, new Editor(host as HTMLElement, call.data, page));
  return () => setTimeout(() => discard(host));
}

/** Streamlit also cleans up before it calls again: only what has left the document is at its end. */
function discard(host: Element): void {
  if (host.isConnected) return;
  editors.get(host)?.close();
  editors.delete(host);
}
