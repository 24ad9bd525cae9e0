using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Etcd.Access;

/// <summary>
/// Decides on every message of every method before its service sees it. A stream is decided on when it begins and at each
/// message; a watch that may not be is answered within its stream, by the loop that serves it, as etcd does.
/// </summary>
internal sealed class EtcdAccessInterceptor(EtcdAccess access) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var check = access.CheckAsync(context.Method, (IMessage)request, CallerOf(context), context.CancellationToken);
        return check is { IsCompletedSuccessfully: true, Result: null }
            ? continuation(request, context)
            : AfterAsync(check, request, context, continuation);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var caller = CallerOf(context);
        if (EtcdAccess.CheckCall(context.Method, caller) is { } fault)
            throw fault.ToException();
        return continuation(
            context.Method == EtcdRights.Watch ? requestStream : new CheckedReader<TRequest>(requestStream, access, context.Method, caller),
            responseStream,
            context);
    }

    /// <summary>No method is of this kind, so that none is let through by it.</summary>
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        throw EtcdAccess.FaultOf(AccessDecision.NotSaid)!.ToException();

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        throw EtcdAccess.FaultOf(AccessDecision.NotSaid)!.ToException();

    private static async Task<TResponse> AfterAsync<TRequest, TResponse>(
        ValueTask<EtcdFault?> check, TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => await check is { } fault ? throw fault.ToException() : await continuation(request, context);

    private static AccessCaller CallerOf(ServerCallContext context) => context.GetHttpContext().Caller();

    private sealed class CheckedReader<T>(IAsyncStreamReader<T> inner, EtcdAccess access, string method, AccessCaller caller)
        : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await inner.MoveNext(cancellationToken))
                return false;
            return await access.CheckAsync(method, (IMessage)inner.Current!, caller, cancellationToken) is { } fault
                ? throw fault.ToException()
                : true;
        }
    }
}
