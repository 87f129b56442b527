import { notFound } from "next/navigation";
import { z } from "zod";
import { EventSentence } from "@/components/audit/event-sentence";
import { EventTable } from "@/components/audit/event-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { Note } from "@/components/ui/note";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { StatusTag } from "@/components/ui/status-tag";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { findEvent } from "@/lib/audit/queries/find-event";
import { listRequestEvents } from "@/lib/audit/queries/list-request-events";
import { requireViewer } from "@/lib/auth/find-viewer";
import { eventIdSchema } from "@/lib/ids";
import { parseJson } from "@/lib/parse-json";

export const metadata = { title: "Event" };

export default async function EventPage({ params }: PageProps<"/audit/[eventId]">) {
  const { organizationId } = await requireViewer();
  const id = eventIdSchema.safeParse((await params).eventId);
  const details = id.success ? await findEvent(organizationId, id.data) : null;
  if (details === null) notFound();
  const { description, event, seq, occurredAt } = details;
  const requestId = event?.requestId ?? null;
  const related = requestId === null ? [] : await listRequestEvents(organizationId, requestId, details.id);
  const prev = readPrevious(details.payload);
  const title = `Event ${seq.toLocaleString("en")}`;
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: "Audit log", href: "/audit" }, { label: title }]}
        status={<StatusTag tone={description.outcome.tone}>{description.outcome.word}</StatusTag>}
        facts={<TimeText at={occurredAt} form="moment" />}
      />
      <div className="flex max-w-4xl flex-col gap-4">
        <Panel title="What happened">
          <p>
            <EventSentence description={description} />
          </p>
          {description.facts !== null && <p className="text-soft">{description.facts}</p>}
        </Panel>
        {event === null ? (
          <Note tone="bad" title="This event cannot be read">
            What was signed is no longer there. Somebody changed it in the database.
          </Note>
        ) : (
          <Panel title="Facts">
            <DefinitionList
              facts={[
                { term: "Action", value: <code>{event.action}</code> },
                { term: "Outcome", value: <code>{event.outcome}</code> },
                { term: "From", value: event.address === null ? "no address" : <code>{event.address}</code> },
                {
                  term: "Request",
                  value:
                    event.requestId === null ? (
                      "none"
                    ) : (
                      <ShortId value={event.requestId} copyLabel="Copy request ID" />
                    ),
                },
                { term: "Target", value: <Target target={event.target} /> },
              ]}
            />
          </Panel>
        )}
        {related.length > 0 && (
          <Panel
            title="Same request"
            isRegion
            aside={related.length < 100 ? "what else it did, in its order" : "the first 100 of what it did"}
          >
            <EventTable events={related} caption="Events of the same request" isBare />
          </Panel>
        )}
        <Panel title="Proof">
          <DefinitionList
            facts={[
              { term: "Place in the chain", value: placeOf(seq) },
              ...(prev === null
                ? []
                : [
                    {
                      term: seq === 1 ? "Start of the chain" : "Hash of the event before",
                      value: <ShortId value={prev} copyLabel="Copy hash of the event before" />,
                    },
                  ]),
              { term: "Event ID", value: <ShortId value={details.id} copyLabel="Copy event ID" /> },
              { term: "SHA-256", value: <ShortId value={details.hash} copyLabel="Copy hash" /> },
              { term: "Signature", value: <ShortId value={details.signature} copyLabel="Copy signature" /> },
              { term: "Signed by key", value: <code>{details.kid}</code> },
            ]}
          />
        </Panel>
        <Panel title="Payload" aside="the text that was hashed, set in lines">
          <pre className="font-mono text-mono whitespace-pre-wrap wrap-anywhere">
            {layOut(details.payload)}
          </pre>
        </Panel>
      </div>
    </>
  );
}

function Target({ target }: { readonly target: { type: string; id: string; name: string } | null }) {
  if (target === null) return "none";
  if (target.type !== "credential") return target.name;
  return <TextLink href={`/credentials/${target.id}`}>{target.name}</TextLink>;
}

function placeOf(seq: number): string {
  const place = `Number ${seq.toLocaleString("en")} of the organization's log`;
  return seq === 1 ? `${place}, its first event` : `${place}, after event ${(seq - 1).toLocaleString("en")}`;
}

const chainedSchema = z.object({ prev: z.string() });

/** The hash that the signed text names as the one before its own; null when it cannot be read any more. */
function readPrevious(payload: string): string | null {
  const parsed = chainedSchema.safeParse(parseJson(payload));
  return parsed.success ? parsed.data.prev : null;
}

function layOut(payload: string): string {
  const parsed = parseJson(payload);
  return parsed === undefined ? payload : JSON.stringify(parsed, null, 2);
}
