/**
 * Sends text as it is made, in UTF-8. Nothing is made that nobody reads: while the reader is slow, so is the
 * maker. When the reader goes away the maker is ended; when the maker throws, the reader sees a stream that
 * was cut off, never one that ended.
 *
 * @param onCut told what the maker threw.
 */
export function streamText(
  parts: AsyncGenerator<string>,
  onCut: (thrown: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isWanted = true;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        while (isWanted) {
          const { done, value } = await parts.next();
          if (done === true) return controller.close();
          if (value !== "") return controller.enqueue(encoder.encode(value));
        }
      } catch (thrown) {
        onCut(thrown);
        controller.error(thrown);
      }
    },
    async cancel() {
      isWanted = false;
      await parts.return(undefined);
    },
  });
}
