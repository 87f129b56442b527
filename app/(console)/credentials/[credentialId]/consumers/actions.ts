"use server";

import { gate } from "@/lib/action";
import { addConsumer } from "@/lib/consumers/add-consumer";
import {
  addConsumerInput,
  editConsumerInput,
  keptConsumerFields,
  removeConsumerInput,
} from "@/lib/consumers/consumer-input";
import { editConsumer } from "@/lib/consumers/edit-consumer";
import { removeConsumer } from "@/lib/consumers/remove-consumer";

export const addConsumerAction = gate(
  {
    name: "consumer.add",
    permission: "consumer.manage",
    once: true,
    input: addConsumerInput,
    keep: keptConsumerFields,
  },
  addConsumer,
);

export const editConsumerAction = gate(
  {
    name: "consumer.edit",
    permission: "consumer.manage",
    once: true,
    input: editConsumerInput,
    keep: keptConsumerFields,
  },
  editConsumer,
);

export const removeConsumerAction = gate(
  { name: "consumer.remove", permission: "consumer.manage", once: true, input: removeConsumerInput },
  removeConsumer,
);
