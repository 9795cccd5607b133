// On what it ran: enough to judge the figures by, and nothing that names the machine.

import { cpus, totalmem, type } from "node:os";

export function machine(browsers, natives) {
  const all = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${all[0].model.trim()}, ${all.length} cores, ${gigabytes} GB, ${type()}`,
    ...browsers,
    ...natives,
  ].join("; ");
}
