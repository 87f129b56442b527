import { ExternalLink } from "@/components/ui/external-link";
import { Panel } from "@/components/ui/panel";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import type { ReadinessView } from "@/lib/rotation/view/rotation-view";

const names: ReadonlyMap<string, string> = new Map([
  ["environment", "Environment"],
  ["secret", "Stored secret"],
  ["ids", "Numeric IDs"],
  ["api", "I/O Management API"],
  ["migration", "Migration from JWT"],
  ["slot", "Free slot"],
]);

const lights: Record<ReadinessView["items"][number]["light"], string> = {
  good: "Ready",
  attend: "To see",
  bad: "Missing",
};

/** What rotation by API needs, and the exact fix for what is missing. */
export function ReadinessPanel({ readiness }: { readonly readiness: ReadinessView }) {
  return (
    <Panel
      title="Readiness"
      isRegion
      aside={
        <StatusTag tone={readiness.isReady ? "good" : "bad"}>
          {readiness.isReady ? "Can be rotated by API" : "By hand only, for now"}
        </StatusTag>
      }
    >
      <ul className="-my-2.5 divide-y divide-line">
        {readiness.items.map(({ id, light, words, fix }) => (
          <li key={id} className="flex items-start gap-3 py-2.5">
            <div className="w-20 shrink-0">
              <StatusTag tone={light}>{lights[light]}</StatusTag>
            </div>
            <div className="min-w-0">
              <h3 className="font-medium">{names.get(id)}</h3>
              <p className="text-soft">{words}</p>
              {fix !== null && (
                <p className="text-soft">
                  {fix.words}
                  {fix.href !== undefined && (
                    <>
                      {" "}
                      <FixLink href={fix.href} label={fix.label ?? "Open"} />
                    </>
                  )}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function FixLink({ href, label }: { readonly href: string; readonly label: string }) {
  if (href.startsWith("/")) return <TextLink href={href}>{label}</TextLink>;
  return <ExternalLink href={href}>{label}</ExternalLink>;
}
