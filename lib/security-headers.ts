interface PagePolicy {
  readonly nonce: string;
  readonly isHttps: boolean;
  /** React then needs `eval` to rebuild server stacks, and Next's error overlay styles itself inline. */
  readonly isDevelopment: boolean;
}

/** The policy of a page. Nothing inline runs or styles without the nonce of this one answer. */
export function pageContentSecurityPolicy({ nonce, isHttps, isDevelopment }: PagePolicy): string {
  const directives = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ];
  if (isHttps) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}

/** Two years, for an installation that is served over HTTPS. */
export const strictTransportSecurity = "max-age=63072000; includeSubDomains";

/** The policy of everything that is not a page: files, API answers, errors before a page exists. */
const bareContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";

const refusedFeatures = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/**
 * Sent with every answer; a page's own policy replaces the bare one. The referrer stays within the
 * origin and is not `no-referrer`: with that, browsers send `Origin: null` on plain form posts.
 */
export const commonHeaders: readonly { readonly key: string; readonly value: string }[] = [
  { key: "Content-Security-Policy", value: bareContentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: refusedFeatures.map((feature) => `${feature}=()`).join(", ") },
];
