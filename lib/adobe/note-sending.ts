import type { Dispatcher } from "undici";

/**
 * Tells when a request goes onto its connection. Whatever fails before that (the name look-up, the
 * connection, the TLS handshake, the wait for a socket) has certainly not reached the server.
 */
export function noteSending(onSending: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        handler.onRequestStart?.(controller, context);
        // One that was cancelled while it waited for a socket comes here too, and is not written.
        if (!controller.aborted) onSending();
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}
