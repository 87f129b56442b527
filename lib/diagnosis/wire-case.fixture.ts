import type { AdobeFailureCode } from "@/lib/failure";

/** One answer as Adobe sends it, and what is said of it. */
export interface WireCase {
  /** To the Console API: what was asked for, if not the list. */
  readonly verb?: "add";
  readonly status: number;
  /** Lower-case names; JSON unless it says otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body: object | string;
  readonly code: AdobeFailureCode;
  readonly title: string;
  /** Of the first cause, where nothing is known of the credential. */
  readonly cause: RegExp;
}

/** IMS and the token endpoints: RFC 6749, section 5.2. */
export function ims(error: string, description?: string): object {
  return { error, ...(description !== undefined && { error_description: description }) };
}

/** The gateway in front of every API on adobe.io. */
export function gateway(errorCode: string, message: string): object {
  return { error_code: errorCode, message };
}
