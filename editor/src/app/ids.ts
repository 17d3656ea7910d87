/** Names that nobody else makes: of gestures, so that sending one twice does it once. */

/** 22 characters of A-Z a-z 0-9 _ -; also where crypto.randomUUID is missing (plain http). */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
