using Google.Protobuf;
using Grpc.Core;
using Mesh.Node.Etcd.Proto;

namespace Mesh.Node.Etcd.Kv;

/// <summary>Binds <see cref="KvBase"/> to the methods of etcdserverpb.KV.</summary>
internal static class KvBinding
{
    private const string Service = "etcdserverpb.KV";

    public static void Bind(ServiceBinderBase binder, KvBase? service)
    {
        ArgumentNullException.ThrowIfNull(binder);
        Add(binder, service, nameof(KvBase.Range), RangeRequest.Parser, RangeWire.Marshaller, (s, r, c) => s.Range(r, c));
        Add(binder, service, nameof(KvBase.Put), PutRequest.Parser, Of(PutResponse.Parser), (s, r, c) => s.Put(r, c));
        Add(
            binder,
            service,
            nameof(KvBase.DeleteRange),
            DeleteRangeRequest.Parser,
            Of(DeleteRangeResponse.Parser),
            (s, r, c) => s.DeleteRange(r, c));
        Add(binder, service, nameof(KvBase.Txn), TxnRequest.Parser, Of(TxnResponse.Parser), (s, r, c) => s.Txn(r, c));
        Add(
            binder,
            service,
            nameof(KvBase.Compact),
            CompactionRequest.Parser,
            Of(CompactionResponse.Parser),
            (s, r, c) => s.Compact(r, c));
    }

    /// <summary>The server finds the method of the service by its name and passes no service; then there is no handler to give.</summary>
    private static void Add<TRequest, TResponse>(
        ServiceBinderBase binder,
        KvBase? service,
        string name,
        MessageParser<TRequest> request,
        Marshaller<TResponse> response,
        Func<KvBase, TRequest, ServerCallContext, Task<TResponse>> call)
        where TRequest : class, IMessage<TRequest>, IBufferMessage
        where TResponse : class
    {
        var method = new Method<TRequest, TResponse>(MethodType.Unary, Service, name, Of(request), response);
        binder.AddMethod(
            method, service is null ? null : new UnaryServerMethod<TRequest, TResponse>((r, c) => call(service, r, c)));
    }

    private static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : class, IMessage<T>, IBufferMessage => new(Write, c => parser.ParseFrom(c.PayloadAsReadOnlySequence()));

    private static void Write<T>(T message, SerializationContext context)
        where T : IMessage<T>, IBufferMessage
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
