using Google.Protobuf;
using Mesh.Catalog;
using Mesh.Membership.Joining;
using P = Mesh.Wire.Proto;

namespace Mesh.Links;

/// <summary>The hello as bytes of the schema's LinkHello. Pure.</summary>
internal static class LinkHelloCodec
{
    public static byte[] Write(LinkHello hello) => new P.LinkHello
    {
        Node = new() { Address = hello.Node.Address, Uid = hello.Node.Uid },
        Terms = hello.Terms is not { } terms
            ? null
            : new() { MeshName = terms.MeshName, Buckets = terms.Buckets, WireVersion = terms.WireVersion },
        OldestWireVersion = hello.OldestWireVersion,
        Called = hello.Called,
        OnlyAsks = hello.OnlyAsks,
        Refusal = hello.Refusal,
        Signs = hello.Signs,
    }.ToByteArray();

    /// <exception cref="LinkException">The bytes are no hello.</exception>
    public static LinkHello Read(byte[] bytes)
    {
        P.LinkHello hello;
        try
        {
            hello = P.LinkHello.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new LinkException($"its hello cannot be read: {fault.Message}", fault);
        }

        if (!HostPort.TrySplit(hello.Node?.Address, out _, out _))
            throw new LinkException($"its hello says no address to call it by but '{Shown(hello.Node?.Address)}'");
        var terms = hello.Terms is { } t ? new MeshTerms(t.MeshName, t.Buckets, t.WireVersion) : null;
        return new LinkHello(
            new Owner(hello.Node!.Address, hello.Node.Uid), terms, hello.OldestWireVersion, hello.Called, hello.OnlyAsks,
            Shown(hello.Refusal))
        {
            Signs = hello.Signs,
        };
    }

    /// <summary>What a stranger wrote, as it may stand in one line of a log.</summary>
    private static string Shown(string? text) =>
        string.Concat((text ?? "").Take(1_000).Select(c => char.IsControl(c) ? ' ' : c));
}
