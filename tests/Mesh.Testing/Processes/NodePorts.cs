namespace Mesh.Testing.Processes;

/// <summary>The ports that a node says it listens on; null where a door is off.</summary>
internal sealed record NodePorts(int Remoting, int? Http, int? Etcd, int? EtcdJson, int? Dns, int? Pbm, int Pid, int? Gateway = null);
