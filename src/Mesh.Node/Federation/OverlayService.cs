using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Mesh.Federation.Link;
using Mesh.Federation.Overlay;
using Mesh.Federation.Transport;
using Mesh.Kademlia;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Node.Federation;

/// <summary>Takes datagrams of the overlay that came over a connection, and brings back what is answered.</summary>
internal sealed class OverlayService(IOverlayCalls overlay) : P.Overlay.OverlayBase
{
    public override async Task<P.SealedAnswers> Ask(P.Sealed request, ServerCallContext context)
    {
        var connection = context.GetHttpContext().Connection;
        var peer = KadAddress.From(new IPEndPoint(connection.RemoteIpAddress ?? IPAddress.None, connection.RemotePort));
        var certificate = connection.ClientCertificate;
        var certified = certificate is null
            ? (NodeId?)null
            : NodeId.OfPublicKey(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        return await overlay.ReceiveAsync(peer, certified, request.Datagram.Memory, context.CancellationToken) switch
        {
            CallReply.Answered answered => new P.SealedAnswers
            {
                Datagrams = { answered.Datagrams.Select(d => UnsafeByteOperations.UnsafeWrap(d)) },
            },
            CallReply.Failed failed => throw new RpcException(new Status(CallMapping.ToStatus(failed.Fault), failed.Reason)),
            var other => throw new InvalidOperationException($"{other} is no answer"),
        };
    }
}
