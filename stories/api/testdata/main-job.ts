// The main job with types that openapi-typescript made of the description: a path, a field or an answer that is not described does not compile.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { env: Record<string, string> };
// @ts-expect-error the types of node are not among the parts
const { readFile } = await import("node:fs/promises");

function as(person: string) {
  return createClient<paths>({
    baseUrl: process.env.CONGVAN_SERVER + "/api/v1",
    headers: { Authorization: "Bearer " + process.env[person] },
  });
}

// got is the body of an answer; a refusal ends the program with the problem.
function got<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw new Error(answer.response.url + ": " + JSON.stringify(answer.error));
  return answer.data;
}

const version = (of: { version: number }) => ({ "If-Match": `"${of.version}"` });

const drafter = as("DRAFTER"), leader = as("LEADER"), clerk = as("CLERK");
const wardClerk = as("WARD_CLERK"), wardLeader = as("WARD_LEADER"), wardOfficer = as("WARD_OFFICER");

const draft = { kind: "CV", subject: "rà soát đất công ích", trial: true, notation: "UBND-NNMT", fields: ["07"] };
let paper = got(await drafter.POST("/documents", { body: draft }));
const path = { document: paper.id };
const signers = got(await drafter.GET("/documents/{document}/signers", { params: { path } }));
const signer = signers.items.find((s) => s.may && s.name === "Đinh Công Lập");
paper = got(await drafter.PUT("/documents/{document}", { params: { path, header: version(paper) }, body: { ...draft, signer_post: signer!.post } }));
const file = new Blob([await readFile(process.env.PAPER)], { type: "application/pdf" });
paper = got(await drafter.PUT("/documents/{document}/file", {
  params: { path, header: version(paper), query: { name: "cong-van.pdf" } },
  headers: { "Content-Type": "application/pdf" },
  body: "",
  bodySerializer: () => file,
}));
paper = got(await drafter.POST("/documents/{document}/submit", { params: { path, header: version(paper) }, body: { holds_no_state_secret: true } }));
paper = got(await leader.POST("/documents/{document}/sign", { params: { path, header: version(paper) } }));
paper = got(await clerk.POST("/documents/{document}/seal", { params: { path, header: version(paper) } }));

const recipients = got(await clerk.GET("/recipients")).items.filter((o) => o.locality === "00070").map((o) => o.id);
const sent = got(await clerk.POST("/documents/{document}/dispatch", {
  params: { path, header: { "Idempotency-Key": paper.id } },
  body: { recipients, flagged_seen: true },
}));
while (got(await clerk.GET("/jobs/{job}", { params: { path: { job: sent.id } } })).state !== "done") {
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const [tracked] = got(await clerk.GET("/documents/{document}/dispatch/deliveries", { params: { path } })).items;
const delivery = { delivery: tracked.id };

let received: { version: number } = got(await wardClerk.GET("/deliveries/{delivery}", { params: { path: delivery } }));
received = got(await wardClerk.POST("/deliveries/{delivery}/register", { params: { path: delivery, header: version(received) }, body: { fields: ["07"] } }));
const handler = got(await wardOfficer.GET("/me")).posts[0].id;
received = got(await wardLeader.POST("/deliveries/{delivery}/assign", { params: { path: delivery, header: version(received) }, body: { handler } }));
received = got(await wardOfficer.POST("/deliveries/{delivery}/start", { params: { path: delivery, header: version(received) } }));
got(await wardOfficer.POST("/deliveries/{delivery}/finish", { params: { path: delivery, header: version(received) }, body: { note: "Đã rà soát." } }));
const progress = got(await clerk.GET("/documents/{document}/dispatch", { params: { path } }));
console.log("done", progress.counts["06"]);
