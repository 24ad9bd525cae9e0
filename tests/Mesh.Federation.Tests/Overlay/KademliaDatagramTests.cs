using Mesh.Federation.Overlay;
using Mesh.Federation.Trust;
using Mesh.Kademlia;
using Mesh.Kademlia.Records;
using static Mesh.Federation.Overlay.KademliaProtocol;

namespace Mesh.Federation.Tests.Overlay;

/// <summary>What goes over the wire keeps its bounds.</summary>
public sealed class KademliaDatagramTests : MemoryOverlay
{
    [Fact]
    public async Task Question_with_a_token_and_a_credential_is_answered_within_a_datagram()
    {
        await StartAsync(25);
        var asker = Fleet.Federation.NewGateway("asker", Time.Clock.GetUtcNow() + TimeSpan.FromDays(1));
        var from = KadAddress.From(At(200));
        var answers = new List<(byte[] Bytes, Mesh.Kademlia.Messages.KadMessage Message)>();
        Network.Seen = (sender, to, bytes) =>
        {
            if (sender != from && to == from && Mesh.Federation.Transport.SealedCodec.TryRead(bytes, out var message, out _, out _))
                answers.Add((bytes, message));
        };
        var find = new Mesh.Kademlia.Messages.KadProtocol.FindNode { RequestId = 5, Sender = asker.Credential.NodeId, Target = NodeId.Max };
        void Ask(Mesh.Kademlia.Messages.KadMessage question) => Network.Inject(from, Gateways[0].Address, Mesh.Federation.Transport.SealedCodec.Write(
            question, asker.GatewayKey, CredentialCodec.Write(asker.Credential), KadSizes.PaddedRequest));

        Ask(find);
        await PassUntilAsync(() => answers.Any(a => a.Message.RequestId == 5));
        Ask(find with { RequestId = 6, Token = answers.First(a => a.Message.RequestId == 5).Message.Token });
        await PassUntilAsync(() => answers.Any(a => a.Message.RequestId == 6));

        var whole = Assert.IsType<Mesh.Kademlia.Messages.KadProtocol.Nodes>(answers.First(a => a.Message.RequestId == 6).Message);
        Assert.InRange(whole.Contacts.Length, 20, 21);
        Assert.All(answers, a => Assert.InRange(a.Bytes.Length, 1, KadSizes.MaxDatagram));
    }

    [Fact]
    public async Task No_datagram_is_larger_than_the_limit_and_no_answer_than_threeTimes_its_question()
    {
        var (largest, worst) = (0, 0.0);
        var asked = new Dictionary<(KadAddress Asker, KadAddress Asked, ulong Id), int>();
        Network.Seen = (from, to, bytes) =>
        {
            largest = Math.Max(largest, bytes.Length);
            Assert.True(Mesh.Federation.Transport.SealedCodec.TryRead(bytes, out var message, out var credential, out var error), error);
            // Who shows its credential has no token yet: its address is not proven.
            if (!credential.IsEmpty && asked.Remove((to, from, message.RequestId), out var question))
                worst = Math.Max(worst, (double)bytes.Length / question);
            else
                asked[(from, to, message.RequestId)] = bytes.Length;
        };
        await StartAsync(40);
        foreach (var gateway in Gateways.Take(20))
            await RunAsync(gateway.PublishAsync(Orders));

        var found = Assert.IsType<Found>(await RunAsync(Gateways[39].FindAsync(Orders, FindMode.All, Deadline)));
        Assert.Equal(20, found.Meshes.Length);
        Assert.InRange(largest, 1_000, KadSizes.MaxDatagram);
        Assert.InRange(worst, 1.0, KadSizes.Amplification);
    }

    [Fact]
    public async Task Locator_that_does_not_fit_a_record_is_refused_with_its_size()
    {
        await StartAsync(1);
        var address = new KadAddress(UInt128.MaxValue, 65_535);
        var locator = new MeshLocator(1, 0, [.. Enumerable.Repeat(new GatewayEndpoint(address, new string('x', 32), 65_535), 4)]);

        var refused = Assert.IsType<PublishRefused>(await RunAsync(Gateways[0].PublishAsync(Orders, locator)));

        Assert.Contains("at most 512", refused.Reason, StringComparison.Ordinal);
    }
}
