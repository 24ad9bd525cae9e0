"""python3-consul against the door: what a reading client does, step by step. Argument: host:port."""
import json
import sys
import threading
import urllib.request

import consul

host, port = sys.argv[1].rsplit(":", 1)
client = consul.Consul(host=host, port=int(port))


def check(step, ok, *seen):
    print("ok" if ok else "FAILED", step, *(() if ok else seen))
    if not ok:
        sys.exit(1)


def put(path, body):
    request = urllib.request.Request(f"http://{host}:{port}{path}", json.dumps(body).encode(), method="PUT")
    urllib.request.urlopen(request, timeout=20).read()


put("/v1/agent/service/register", {"Name": "py-read", "ID": "p1", "Port": 80, "Tags": ["a"]})

index, value = client.kv.get("missing/key")
check("missing key", value is None and int(index) > 0, index, value)
check("put", client.kv.put("app/é", "wert", flags=7) is True)
index, value = client.kv.get("app/é")
check("get", value["Value"] == "wert".encode() and value["Flags"] == 7, value)
index, values = client.kv.get("app/", recurse=True)
check("recurse", [v["Key"] for v in values] == ["app/é"], values)
index, keys = client.kv.get("app/", keys=True)
check("keys", keys == ["app/é"], keys)
check("delete", client.kv.delete("app/", recurse=True) is True)
check("gone", client.kv.get("app/é")[1] is None)

index, services = client.catalog.services()
check("services", services["py-read"] == ["a"] and "consul" in services and int(index) > 0, services)
index, nodes = client.catalog.service("py-read")
check("address of the node", nodes[0]["ServiceAddress"] == "" and nodes[0]["Address"] == host, nodes)
index, entries = client.health.service("py-read", passing=True, tag="a")
check("health", [e["Service"]["ID"] for e in entries] == ["p1"], entries)
check("unknown service", client.health.service("py-none")[1] == [])
check("state", any(c["CheckID"] == "serfHealth" for c in client.health.state("any")[1]))
index, nodes = client.catalog.nodes()
check("node", client.catalog.node(nodes[0]["Node"])[1]["Services"]["p1"]["Port"] == 80)
check("datacenters", client.catalog.datacenters() == ["dc1"])
check("leader", client.status.leader() in client.status.peers())

index, entries = client.health.service("py-read")
same, entries = client.health.service("py-read", index=index, wait="1s")
check("time over", same == index and len(entries) == 1, same, index)
late = threading.Timer(0.3, put, ("/v1/agent/service/register", {"Name": "py-read", "ID": "p2", "Port": 81}))
late.start()
after, entries = client.health.service("py-read", index=index, wait="20s")
late.join()
check("woken", int(after) > int(index) and len(entries) == 2, after, entries)
print("done")
