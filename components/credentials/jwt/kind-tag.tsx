import { StatusTag } from "@/components/ui/status-tag";
import type { CredentialKind } from "@/lib/credentials/credential-detail";

/** Marks what is not OAuth Server-to-Server, or not yet. */
export function KindTag({ kind }: { readonly kind: CredentialKind }) {
  switch (kind) {
    case "oauth":
      return null;
    case "jwt":
      return <StatusTag tone="neutral">JWT</StatusTag>;
    case "migrating":
      return <StatusTag tone="attend">Migrating from JWT</StatusTag>;
  }
}
