using Google.Protobuf;
using Google.Protobuf.Reflection;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Json;

/// <summary>A call of the gateway that has one request and one reply.</summary>
internal sealed record JsonCall(
    MessageDescriptor Request, Func<IMessage, CancellationToken, ValueTask<EtcdAnswer<IMessage>>> Run);
