/** Why a request did not do what was asked; the message is a sentence for the screen. */
import type { WireConflict } from "../model/wire";

/** `error` as it is told on the screen. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Nobody answers, or not Segcore: a server that starts, a proxy without one behind it. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("The server does not answer: what you do is kept in this browser.", { cause });
  }
}

/** The server tried and could not (5xx): the same request may go through later. */
export class Failed extends Error {}

/** The server will not do it (4xx), however often it is asked. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** The token no longer holds: the page has been asked for another. */
export class TokenExpired extends Error {}

/** What was to be changed has been changed by somebody else meanwhile. */
export class Conflicted extends Error {
  constructor(readonly conflict: WireConflict) {
    super(conflict.error);
  }
}
