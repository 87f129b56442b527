/** Where it is published or reported that Adobe answers so. */
export const refusalSources = {
  tokenApi:
    "Adobe PDF Services API, description of its token call, which passes on to Adobe's identity service",
  rfc6749: "RFC 6749, section 5.2",
  http: "RFC 9110 (HTTP), RFC 6585 (429)",
  jwtGuide: "Adobe Developer Console, Service Account (JWT) guide, before it was withdrawn",
  jwtReports: "GitHub adobe/jwt-auth, issue 6, and other public reports",
  jwtMigration: "GitHub AdobeDocs/adobe-dev-console, issue 124; JWT migration guide",
  gateway: "GitHub adobe-apiplatform/api-gateway-request-validation, source of the gateway's checks",
  platform: "Adobe Experience Platform, troubleshooting guide",
  consoleApi: "npm @adobe/aio-lib-console, description of the Console API",
  consoleReports: "Answers of the Console API as public client programs report them",
  undocumented: "Documented nowhere; known by what any wording would say",
  userManagement: "Adobe User Management API, pages on errors and throttling",
  aem: "Experience League, AEM APIs based on OpenAPI, and its community",
  analytics: "GitHub AdobeDocs/analytics-2.0-apis, issue 232",
  commerce: "Adobe Commerce web APIs, REST authentication and errors",
  appBuilder: "Adobe App Builder, database troubleshooting",
} as const;

export type RefusalSource = keyof typeof refusalSources;
