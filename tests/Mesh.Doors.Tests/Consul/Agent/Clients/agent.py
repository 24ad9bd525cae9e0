# python3-consul against the door: what a registering client does, step by step. Argument: host:port.
import sys

import consul

host, port = sys.argv[1].split(":")
client = consul.Consul(host=host, port=int(port))


def check(step, ok, *seen):
    print("ok" if ok else "FAILED", step, *([] if ok else seen))
    if not ok:
        sys.exit(1)


def status(service):
    index, entries = client.health.service(service)
    return [c["Status"] for e in entries for c in e["Checks"] if c["ServiceID"]]


agent = client.agent
check("register", agent.service.register("py", service_id="w1", address="127.0.0.1", port=8081, tags=["a", "b"],
                                         check=consul.Check.ttl("120s")) is True)
check("critical at first", status("py") == ["critical"], status("py"))
check("ttl_pass is a GET", agent.check.ttl_pass("service:w1", "fine") is True)
check("passing", status("py") == ["passing"], status("py"))
check("ttl_warn", agent.check.ttl_warn("service:w1") and status("py") == ["warning"])
check("ttl_fail", agent.check.ttl_fail("service:w1") and status("py") == ["critical"])
check("ttl_pass again", agent.check.ttl_pass("service:w1") and status("py") == ["passing"])
check("unknown check", agent.check.ttl_pass("service:none") is False)
check("passing only", len(client.health.service("py", passing=True)[1]) == 1)
index, nodes = client.catalog.service("py")
check("catalog", [n["ServicePort"] for n in nodes] == [8081] and nodes[0]["ServiceTags"] == ["a", "b"], nodes)
check("services", agent.services()["w1"]["Service"] == "py", agent.services())
check("checks", agent.checks()["service:w1"]["Status"] == "passing", agent.checks())
check("self", agent.self()["Config"]["Datacenter"] == "dc1", agent.self())
check("members", [m["Status"] for m in agent.members()] == [1], agent.members())
check("maintenance of a service", agent.service.maintenance("w1", "true", "why")
      and agent.checks()["_service_maintenance:w1"]["Notes"] == "why")
check("not passing", client.health.service("py", passing=True)[1] == [])
check("maintenance ends", agent.service.maintenance("w1", "false")
      and len(client.health.service("py", passing=True)[1]) == 1)
check("maintenance of the node", agent.maintenance("true", "all")
      and client.health.service("py", passing=True)[1] == [] and "_node_maintenance" in agent.checks())
check("maintenance of the node ends", agent.maintenance("false")
      and len(client.health.service("py", passing=True)[1]) == 1)
check("second check", agent.check.register("disk", check=consul.Check.ttl("120s"), check_id="disk", service_id="w1") is True)
check("worst of both", client.health.service("py", passing=True)[1] == [])
check("deregister the second", agent.check.deregister("disk") is True
      and len(client.health.service("py", passing=True)[1]) == 1)
try:
    agent.service.register("bad", check={"script": "/bin/true", "interval": "10s"})
    check("script check is refused", False)
except consul.base.BadRequest as refused:
    check("script check is refused", "Script" in str(refused), refused)
check("external", client.catalog.register("ext", "10.9.9.9", service={"service": "py-ext", "port": 5432}) is True)
check("external is found", client.catalog.service("py-ext")[1][0]["Node"] == "ext", client.catalog.service("py-ext"))
check("external goes", client.catalog.deregister("ext") is True and client.catalog.service("py-ext")[1] == [])
check("deregister", agent.service.deregister("w1") is True and client.health.service("py")[1] == [])
check("deregister unknown", agent.service.deregister("w1") is False)
print("done")
