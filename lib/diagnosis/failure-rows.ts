import type { AdobeFailureCode } from "@/lib/failure";
import { connectionFailures } from "./connection-failures";
import { consoleRefusals } from "./console-refusals";
import type { FailureRow } from "./failure-row";
import { gatewayRefusals } from "./gateway-refusals";
import { jwtRefusals } from "./jwt-refusals";
import { ownRefusals } from "./own-refusals";
import { productRefusals } from "./product-refusals";
import { tokenRefusals } from "./token-refusals";

/** The table, by who speaks. */
export const failureSources = {
  token: tokenRefusals,
  jwt: jwtRefusals,
  gateway: gatewayRefusals,
  console: consoleRefusals,
  product: productRefusals,
  connection: connectionFailures,
  latchkey: ownRefusals,
} as const;

export const failureRows: Readonly<Record<AdobeFailureCode, FailureRow>> = {
  ...tokenRefusals,
  ...jwtRefusals,
  ...gatewayRefusals,
  ...consoleRefusals,
  ...productRefusals,
  ...connectionFailures,
  ...ownRefusals,
};
