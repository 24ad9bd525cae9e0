using System.Text;
using Mesh.Actors.Tests.Wire;
using Mesh.Catalog;
using Mesh.Links;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Links;

/// <summary>For whom the node at the other end of a link with TLS may speak.</summary>
public class LinkVoiceTests
{
    private const int Selection = 6;
    private const int Akkas = 5;
    private const int ClusterClient = 15;

    private static readonly Owner Node = new("10.0.0.2:4053", -7);

    [Theory]
    [InlineData("akka.ssl.tcp://mesh@10.0.0.2:4053/user/mesh/registry#1", true)]
    [InlineData("", true)]
    [InlineData("akka.ssl.tcp://mesh@10.0.0.3:4053/user/mesh/registry#1", false)]
    [InlineData("akka.ssl.tcp://mesh@10.0.0.2:40530/user/mesh/registry#1", false)]
    [InlineData("akka.ssl.tcp://mesh@10.0.0.1:4053/user/x@10.0.0.2:4053/y", false)]
    [InlineData("akka://mesh/user/mesh/registry", false)]
    [InlineData("nonsense", false)]
    public void Messages_of_mesh_are_in_the_name_of_the_other_end_or_of_nobody(string sender, bool isAdmitted)
    {
        var voice = new LinkVoice(Node, isLimited: false);

        Assert.Equal(isAdmitted, voice.Admits(Message(sender, Payload(MeshSerializer.Id, "pu1"))));
        Assert.Equal(isAdmitted, voice.Admits(Message(sender, Selected(Payload(MeshSerializer.Id, "pu1")))));
    }

    [Fact]
    public void Command_is_passed_on_in_the_name_of_its_asker()
    {
        var message = Message("akka.ssl.tcp://mesh@10.0.0.3:4053/temp/a", Selected(Payload(MeshSerializer.Id, "fw1")));

        Assert.True(new LinkVoice(Node, isLimited: false).Admits(message));
        Assert.False(new LinkVoice(Node, isLimited: true).Admits(message));
    }

    [Fact]
    public void Messages_of_others_than_mesh_are_their_own_affair() =>
        Assert.True(new LinkVoice(Node, isLimited: true).Admits(Message("akka.ssl.tcp://mesh@10.0.0.3:4053/user/app", Payload(Akkas, ""))));

    [Fact]
    public void Node_with_limits_speaks_in_its_own_name_and_to_no_receptionist()
    {
        var voice = new LinkVoice(Node, isLimited: true);

        Assert.False(voice.Admits(Message("", Payload(MeshSerializer.Id, "dr1"))));
        Assert.True(voice.Admits(Message("akka.ssl.tcp://mesh@10.0.0.2:4053/temp/a", Payload(MeshSerializer.Id, "dr1"))));
        Assert.False(voice.Admits(Message("akka.ssl.tcp://mesh@10.0.0.2:4053/temp/a", Payload(ClusterClient, ""))));
    }

    [Theory]
    [InlineData("10.0.0.2", 4053, -7, true)]
    [InlineData("10.0.0.3", 4053, -7, false)]
    [InlineData("10.0.0.2", 4054, -7, false)]
    [InlineData("10.0.0.2", 4053, 8, false)]
    public void Association_is_for_the_address_and_incarnation_of_the_hello(string host, int port, int uid, bool isAdmitted)
    {
        var voice = new LinkVoice(Node, isLimited: false);

        if (isAdmitted)
            Assert.True(voice.Admits(Handshake(host, port, uid)));
        else
            Assert.Throws<LinkException>(() => voice.Admits(Handshake(host, port, uid)));
    }

    [Fact]
    public void Garbage_ends_the_connection() =>
        Assert.Throws<LinkException>(() => new LinkVoice(Node, isLimited: false).Admits([0x0a, 0x7f, 1]));

    private static byte[] Message(string sender, byte[] payload) => new CodedField([]).Bytes(
        1, new CodedField([]).Bytes(2, new CodedField([])
            .Bytes(1, new CodedField([]).Bytes(1, "akka.ssl.tcp://mesh@10.0.0.1:4053/"u8.ToArray()).ToArray())
            .Bytes(2, payload)
            .Bytes(4, new CodedField([]).Bytes(1, Encoding.UTF8.GetBytes(sender)).ToArray()).ToArray()).ToArray()).ToArray();

    private static byte[] Selected(byte[] payload) =>
        new CodedField([]).Bytes(1, new CodedField([]).Bytes(1, payload).ToArray()).Varint(2, Selection).ToArray();

    private static byte[] Payload(int serializer, string manifest) => new CodedField([])
        .Bytes(1, [1, 2, 3]).Varint(2, (ulong)serializer).Bytes(3, Encoding.UTF8.GetBytes(manifest)).ToArray();

    private static byte[] Handshake(string host, int port, int uid) => new CodedField([]).Bytes(
        2, new CodedField([]).Varint(1, 1).Bytes(2, new CodedField([])
            .Bytes(1, new CodedField([]).Bytes(1, "mesh"u8.ToArray()).Bytes(2, Encoding.UTF8.GetBytes(host)).Varint(3, (ulong)port).ToArray())
            .Fixed64(2, unchecked((ulong)(long)uid)).ToArray()).ToArray()).ToArray();
}
