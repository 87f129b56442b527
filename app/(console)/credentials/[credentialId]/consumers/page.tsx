import { notFound } from "next/navigation";
import { AddConsumer, EditConsumer } from "@/components/consumers/consumer-form";
import { ConsumerTable } from "@/components/consumers/consumer-table";
import { RemoveConsumer } from "@/components/consumers/remove-consumer";
import { CredentialHeader } from "@/components/credentials/credential-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { requireViewer } from "@/lib/auth/find-viewer";
import { may } from "@/lib/auth/permissions";
import { listConsumers } from "@/lib/consumers/list-consumers";
import { findCredential } from "@/lib/credentials/find-credential";
import { newIdempotencyKey } from "@/lib/idempotency-key";
import { addConsumerAction, editConsumerAction, removeConsumerAction } from "./actions";

export const metadata = { title: "Consumers" };

export default async function ConsumersPage(props: PageProps<"/credentials/[credentialId]/consumers">) {
  const { role, organizationId } = await requireViewer();
  const { credentialId } = await props.params;
  const { edit } = await props.searchParams;
  const credential = await findCredential(organizationId, credentialId);
  if (credential === null) notFound();
  const { id } = credential;
  const consumers = await listConsumers(organizationId, id);
  const mayManage = may(role, "consumer.manage");
  const edited = consumers.find((consumer) => consumer.id === edit);
  const place = { organizationId, credentialId: id };
  return (
    <>
      <CredentialHeader credential={credential} mayRotate={may(role, "rotation.act")} />
      <div className="flex max-w-4xl flex-col gap-4">
        {consumers.length === 0 ? (
          <EmptyState sentence="No system is listed that uses this credential. A rotation waits until each listed one has the new secret." />
        ) : (
          <ConsumerTable
            consumers={consumers}
            {...(mayManage && {
              actsOf: (consumer) => (
                <div className="flex flex-wrap gap-2">
                  <LinkButton href={`/credentials/${id}/consumers?edit=${consumer.id}`} size="small">
                    Edit
                  </LinkButton>
                  <RemoveConsumer
                    {...place}
                    action={removeConsumerAction}
                    idempotencyKey={newIdempotencyKey()}
                    consumer={consumer}
                  />
                </div>
              ),
            })}
          />
        )}
        {mayManage && edited !== undefined && (
          <EditConsumer
            key={edited.id}
            {...place}
            action={editConsumerAction}
            idempotencyKey={newIdempotencyKey()}
            consumer={edited}
          />
        )}
        {mayManage && edited === undefined && (
          <AddConsumer {...place} action={addConsumerAction} idempotencyKey={newIdempotencyKey()} />
        )}
      </div>
    </>
  );
}
