using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Membership;
using Mesh.Membership.Joining;
using static Mesh.Membership.MembershipProtocol;

namespace Mesh.Actors.Tests.Trust;

public class PeerSpeechTests
{
    private static readonly Owner One = Some.Owner(1);
    private static readonly Owner Two = Some.Owner(2);
    private static readonly MeshTerms Terms = new("mesh", 64, 1);

    public static TheoryData<string> Names { get; } = [.. Messages.Select(m => m.GetType().Name)];

    private static IPeer[] Messages =>
    [
        new Hello(One, "a", "", "", 1),
        new Ping(One, 1),
        new Pong(One, 1),
        new ReachabilityReport(One, [Two], []),
        new Knock(One, Terms, false, null),
        new KnockAnswer(One, Terms, false, null, false),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_said_of_a_node_is_taken_from_that_node(string name)
    {
        var message = Messages.Single(m => m.GetType().Name == name);

        Assert.True(PeerSpeech.IsBy(One.Address, message));
        Assert.False(PeerSpeech.IsBy(Two.Address, message));
        Assert.False(PeerSpeech.IsBy(null, message));
    }

    [Fact]
    public void Accusation_is_the_word_of_whoever_sent_it()
    {
        var accusation = new Accusation(One, new Evidence(Causes.LinkBroken, "10.0.0.9:4053", "gone"));

        Assert.True(PeerSpeech.IsBy(Two.Address, accusation));
        Assert.False(PeerSpeech.IsBy(null, accusation));
        Assert.Equal(Two.Address, Assert.IsType<Accusation>(PeerSpeech.Of(Two.Address, accusation)).Evidence.Observer);
    }
}
