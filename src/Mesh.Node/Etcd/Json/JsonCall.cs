using Google.Protobuf;
using Google.Protobuf.Reflection;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Json;

/// <summary>A call of the gateway that has one request and one reply.</summary>
/// <param name="Method">What it is called over gRPC.</param>
internal sealed record JsonCall(
    string Method, MessageDescriptor Request, Func<IMessage, CancellationToken, ValueTask<EtcdAnswer<IMessage>>> Run);
