using Mesh.Kademlia;
using Mesh.Kademlia.Messages;
using Mesh.Kademlia.Records;

namespace Mesh.Testing.Overlay;

/// <summary>One message of the overlay of each kind with every field set: what the golden files hold.</summary>
internal static class KadSamples
{
    private static readonly NodeId Sender = new(0x0102030405060708, 0x090a0b0c0d0e0f10, 0x1112131415161718, 0x191a1b1c1d1e1f20);
    private static readonly NodeId Target = new(0xf1f2f3f4f5f6f7f8, 2, 3, ulong.MaxValue);
    private static readonly Contact[] Contacts =
    [
        new(new NodeId(1, 2, 3, 4), KadAddress.V4(0x0a000001, 4_100)),
        new(NodeId.Max, KadAddress.From(new(System.Net.IPAddress.Parse("2001:db8::7"), 65_535))),
    ];

    private static readonly KadRecord[] Records =
    [
        new(Target, new NodeId(5, 6, 7, 8), 9, 1_773_500_966_000, new byte[] { 1, 2, 0xff }, new byte[] { 3, 4 }, new byte[] { 5, 6, 7 }),
        // Withdrawn.
        new(Target, Sender, ulong.MaxValue, 1, default, new byte[] { 8 }, new byte[] { 9 }),
    ];

    public static IReadOnlyList<KadMessage> All { get; } =
    [
        new KadProtocol.Ping { RequestId = 1, Sender = Sender, Token = 2, IsClient = true, Port = 4_100 },
        new KadProtocol.Pong { RequestId = ulong.MaxValue, Sender = Sender, Token = ulong.MaxValue },
        new KadProtocol.Stranger { RequestId = 3, Sender = Sender, Token = 4 },
        new KadProtocol.FindNode { RequestId = 5, Sender = Sender, Token = 6, IsClient = true, Port = 65_535, Target = Target },
        new KadProtocol.FindValue { RequestId = 7, Sender = Sender, Token = 8, IsClient = true, Port = 4_101, Key = Target, Salt = 9, From = 65_536 },
        new KadProtocol.Store { RequestId = 10, Sender = Sender, Token = 11, Port = 4_102, Records = [.. Records], CopyLife = TimeSpan.FromMinutes(10) },
        new KadProtocol.Nodes { RequestId = 12, Sender = Sender, Token = 13, Contacts = [.. Contacts], Parts = 3 },
        new KadProtocol.Values
        {
            RequestId = 14,
            Sender = Sender,
            Token = 15,
            Records = [.. Records],
            Contacts = [.. Contacts],
            Next = 2,
            IsCrowded = true,
        },
        new KadProtocol.Stored { RequestId = 16, Sender = Sender, Token = 17, Verdicts = [.. Enum.GetValues<StoreVerdict>()] },
    ];

    /// <summary>The golden file of a kind of message.</summary>
    public static string FileOf(string kind) => SourceTree.PathOf("tests", "Mesh.Kademlia.Tests", "Golden", kind + ".hex");
}
