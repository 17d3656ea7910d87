/** The editor's routes, typed. Every call carries the token; every failure is one of failures.ts. */
import { newId } from "../app/ids";
import type { Only, Reads } from "../app/reads";
import type { ReviewState } from "../model/types";
import type {
  WireAround,
  WireCategory,
  WireConflict,
  WireDataset,
  WireDifference,
  WireEffort,
  WireGesture,
  WireGhosts,
  WireHistory,
  WireRefusal,
  WireSaved,
  WireScene,
  WireState,
  WireStrip,
  WireToken,
  WireWorst,
} from "../model/wire";
import { Conflicted, Failed, Refused, TokenExpired, Unreachable } from "./failures";

const BASE = "/segcore/editor";
const PATIENCE = 30_000; // milliseconds until no answer means nobody is there
const CALM = 30_000; // milliseconds between two requests for a token
const BEACON = 60_000; // bytes that a browser still sends when the page has gone

export interface ApiOptions {
  /** A query string that says who asks, signed. */
  token: string;
  /** The page's filters, a query string. */
  filters(): string;
  fetch(url: string, init?: RequestInit): Promise<Response>;
  tokenExpired(): void;
}

export interface SceneAnswer {
  readonly scene: WireScene;
  readonly etag: string | null;
}

export class Api implements Omit<Reads, "difference"> {
  token: string;
  /** So that the events of its own gestures come without the outlines it has just sent. */
  private readonly tab = newId();
  private asked = 0;

  constructor(private readonly options: ApiOptions) {
    this.token = options.token;
  }

  /** The image as it is; null when it is still what `etag` names. */
  async scene(
    imageId: number,
    etag: string | null = null,
    signal?: AbortSignal,
  ): Promise<SceneAnswer | null> {
    const response = await this.request(`images/${imageId}`, "", {
      ...(signal && { signal, priority: "low" as const }),
      ...(etag !== null && { headers: { "If-None-Match": etag } }),
    });
    if (response.status === 304) return null;
    return { scene: await answerOf<WireScene>(response), etag: response.headers.get("ETag") };
  }

  /** Throws Conflicted besides what every call throws. */
  gesture(imageId: number, body: WireGesture): Promise<WireSaved> {
    return this.post(`images/${imageId}/gestures`, body, `tab=${this.tab}`);
  }

  reviewState(imageId: number, state: ReviewState, version: number): Promise<WireState> {
    return this.post(`images/${imageId}/state`, { state, version });
  }

  eventsUrl(imageId: number, since: number): string {
    return this.url(`images/${imageId}/events`, `since=${since}&tab=${this.tab}`);
  }

  dataset(): Promise<WireDataset> {
    return this.get("dataset");
  }

  addCategory(name: string): Promise<WireCategory> {
    return this.post("categories", { name });
  }

  around(imageId: number, only: Only = {}): Promise<WireAround> {
    const more = new URLSearchParams({
      ...(only.state && { state: only.state }),
      ...(only.empty && { empty: "true" }),
    });
    return this.get(`images/${imageId}/around`, joined(this.options.filters(), String(more)));
  }

  history(imageId: number): Promise<WireHistory> {
    return this.get(`images/${imageId}/history`);
  }

  strip(offset: number, limit: number): Promise<WireStrip> {
    return this.get("strip", joined(this.options.filters(), `offset=${offset}&limit=${limit}`));
  }

  ghosts(imageId: number, runId: string): Promise<WireGhosts> {
    return this.get(`images/${imageId}/ghosts`, String(new URLSearchParams({ run: runId })));
  }

  worst(imageId: number, runId: string, least: number): Promise<WireWorst> {
    const asked = String(new URLSearchParams({ run: runId, score: String(least) }));
    return this.get(`images/${imageId}/worst`, joined(this.options.filters(), asked));
  }

  difference(imageId: number, annotationId: number): Promise<WireDifference | null> {
    return this.get(`images/${imageId}/difference/${annotationId}`);
  }

  effort(imageId: number): Promise<WireEffort> {
    return this.get(`images/${imageId}/effort`);
  }

  async renew(): Promise<void> {
    this.token = (await this.get<WireToken>("token")).token;
  }

  private async get<T>(path: string, query = ""): Promise<T> {
    return answerOf(await this.request(path, query));
  }

  private async post<T>(path: string, content: object, query = ""): Promise<T> {
    const body = JSON.stringify(content);
    const headers = { "Content-Type": "application/json" };
    const keepalive = body.length < BEACON;
    return answerOf(await this.request(path, query, { method: "POST", body, headers, keepalive }));
  }

  private async request(path: string, query = "", init: RequestInit = {}): Promise<Response> {
    const used = this.token;
    const response = await this.options
      .fetch(this.url(path, query), {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
        ...init,
      })
      .catch((error: unknown) => {
        throw new Unreachable(error);
      });
    if (response.ok || response.status === 304) return response;
    const failure = await failureOf(response);
    if (failure instanceof TokenExpired && used === this.token) this.askForToken();
    throw failure;
  }

  private askForToken(): void {
    if (Date.now() - this.asked < CALM) return;
    this.asked = Date.now();
    this.options.tokenExpired();
  }

  private url(path: string, query: string): string {
    return `${BASE}/${path}?${joined(this.token, query)}`;
  }
}

function joined(...queries: string[]): string {
  return queries
    .map((query) => query.replace(/^\?/, ""))
    .filter(Boolean)
    .join("&");
}

/** Where the routes are not there yet, Streamlit answers every address with its own page. */
async function answerOf<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new Unreachable(error);
  }
}

async function failureOf(response: Response): Promise<Error> {
  const { status } = response;
  if (status === 502 || status === 503 || status === 504) return new Unreachable();
  const content = await answerOf<WireRefusal & Partial<WireConflict>>(response).catch(
    (error: Error) => error,
  );
  if (content instanceof Error) return content;
  if (typeof content.error !== "string") return new Unreachable();
  if (status === 409 && content.conflicts?.length) return new Conflicted(content as WireConflict);
  if (status === 403) return new TokenExpired(content.error);
  if (status >= 500 || status === 408 || status === 429) return new Failed(content.error);
  return new Refused(status, content.error);
}
