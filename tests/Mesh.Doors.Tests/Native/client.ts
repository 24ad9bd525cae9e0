// A client made from the document of the node that is named as the argument, used against that node.
import createClient from "openapi-fetch";
import type { paths } from "./mesh";

declare const process: { argv: string[] };

function check(what: string, holds: boolean): void {
  if (!holds) throw new Error(what);
}

async function main(): Promise<void> {
  const mesh = createClient<paths>({ baseUrl: process.argv[2] });
  const path = { service: "made", id: "ts-1" };
  const put = await mesh.PUT("/mesh/v1/services/{service}/{id}", {
    params: { path },
    body: { host: "10.0.0.5", port: 8080, tags: ["blue"], ttl: "30s", status: "passing" },
  });
  check("registered", put.data !== undefined && put.data.claim > 0);
  const shown = await mesh.GET("/mesh/v1/services/{service}/{id}", { params: { path } });
  const port: number = shown.data!.port;
  check("port is a number", port === 8080 && shown.data!.status === "passing");
  const all = await mesh.GET("/mesh/v1/services/{service}", { params: { path: { service: "made" }, query: { tag: ["blue"] } } });
  check("is listed", all.data!.instances.length === 1);
  const pick = await mesh.GET("/mesh/v1/services/{service}/pick", { params: { path: { service: "made" } } });
  check("is picked", pick.data !== undefined);
  const refused = await mesh.PUT("/mesh/v1/services/{service}/{id}", {
    params: { path },
    body: { host: "not a host", port: 70000 },
  });
  check("is refused with a problem", refused.error !== undefined && refused.response.status === 400);
  const gone = await mesh.DELETE("/mesh/v1/services/{service}/{id}", {
    params: { path, header: { "If-Match": shown.response.headers.get("etag")! } },
  });
  check("deregistered", gone.response.ok);
  console.log("done");
}

main().catch((trouble) => {
  console.error(trouble);
  (globalThis as { process?: { exitCode?: number } }).process!.exitCode = 1;
});
