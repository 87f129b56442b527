"use client";

import type { FormView } from "@/components/form/action-form";
import { SecretField } from "@/components/ui/secret-field";
import { PemField } from "./pem-field";

/** What signs for a JWT credential, and the certificate that tells until when. */
export function KeyFields({ form }: { readonly form: FormView<unknown> }) {
  return (
    <>
      <SecretField
        {...form.secretField("clientSecret")}
        label="Client secret"
        isRequired
        hint="Of the Service Account (JWT) credential. Sealed with the key, and never shown again."
      />
      <PemField
        {...form.secretField("privateKey")}
        label="Private key"
        isRequired
        fileLabel="Choose key file"
        hint="The file private.key: RSA, in PEM form, without a passphrase. Sealed, and never shown again."
      />
      <PemField
        {...form.secretField("certificate")}
        label="Certificate"
        isOptional
        fileLabel="Choose certificate file"
        hint="The file certificate_pub.crt. Latchkey keeps its dates and warns before it expires."
      />
    </>
  );
}
