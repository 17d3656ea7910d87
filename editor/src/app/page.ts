/** What the editor and the Streamlit page tell each other; the twin of segcore/ui/editor. */

/** What the page says at every rerun. */
export interface PageData {
  readonly token: string;
  /** What names the dataset among those of all stores. */
  readonly dataset: string;
  /** Where the page wants the editor to be: a command when `serial` grows. */
  readonly go: {
    readonly image: number;
    readonly annotation: number | null;
    readonly serial: number;
  };
  /** Of the images that stand before and after: a query string. */
  readonly filters: string;
  /** The run whose predictions are shown as ghosts. */
  readonly run: string | null;
  /** Whether seconds and gestures are kept. */
  readonly recording: boolean;
}

/** How the editor reaches the page. */
export interface Page {
  shown(imageId: number): void;
  renew(): void;
}
